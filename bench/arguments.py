# SPDX-License-Identifier: Apache-2.0
"""What every measurement of repair asks for: the program, texts, a seed."""
import argparse


def parser_of(doc):
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("luoshi")
    parser.add_argument("texts", nargs="+")
    parser.add_argument("--seed", type=int, default=1)
    return parser
