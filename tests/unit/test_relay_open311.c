#include "core_kit.h"
int main(void) { return 0; }
