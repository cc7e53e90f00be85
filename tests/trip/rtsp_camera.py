#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Cameras that speak RTSP (GstRtspServer of Debian), each on a port of its own at /ch1: two for whoever has name and
password, by digest and by basic authentication, three for everybody: a ball, black, a picture that stands still.
Prints the ports, or what is missing; ends with its standard input."""
import sys

try:
    import gi
    gi.require_version("Gst", "1.0")
    gi.require_version("GstRtsp", "1.0")
    gi.require_version("GstRtspServer", "1.0")
    from gi.repository import GLib, Gst, GstRtsp, GstRtspServer
except (ImportError, ValueError) as e:
    print("missing", e)
    sys.exit(0)

Gst.init(None)
for name in ("videotestsrc", "x264enc", "rtph264pay"):
    if not Gst.ElementFactory.find(name):
        print("missing", name)
        sys.exit(0)

VIDEO = ("( videotestsrc is-live=true pattern={} ! video/x-raw,width=320,height=240,framerate=10/1 ! "
         "x264enc tune=zerolatency speed-preset=ultrafast key-int-max=10 ! rtph264pay config-interval=1 name=pay0 pt=96 )")
NAME, PASSWORD = "admin", "p@ss 1"


def auth(how):
    a, t = GstRtspServer.RTSPAuth(), GstRtspServer.RTSPToken()
    t.set_string("media.factory.role", "eye")
    if how == "digest":
        a.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
        a.add_digest(NAME, PASSWORD, t)
    elif how == "basic":
        a.set_supported_methods(GstRtsp.RTSPAuthMethod.BASIC)
        a.add_basic(GstRtspServer.RTSPAuth.make_basic(NAME, PASSWORD), t)
    return a


def serve(how, pattern):
    server, f = GstRtspServer.RTSPServer(), GstRtspServer.RTSPMediaFactory()
    server.set_address("127.0.0.1")
    server.set_service("0")
    f.set_launch(VIDEO.format(pattern))
    f.set_shared(True)
    if how:
        role = Gst.Structure.new_empty("eye")
        role.set_value("media.factory.access", True)
        role.set_value("media.factory.construct", True)
        f.add_role_from_structure(role)
        server.set_auth(auth(how))
    server.get_mount_points().add_factory("/ch1", f)
    server.attach(None)
    return server


# where the ball is depends on the time of day: two looks never see the same
BALL = "ball animation-mode=wall-time background-color=4286611584"
kept = {name: serve(how, pattern) for name, how, pattern in
        (("digest", "digest", BALL), ("basic", "basic", BALL), ("open", "", BALL), ("black", "", "black"), ("still", "", "smpte75"))}
print("ports", *(f"{name}={server.get_bound_port()}" for name, server in kept.items()), flush=True)
loop = GLib.MainLoop()
GLib.io_add_watch(sys.stdin.fileno(), GLib.PRIORITY_DEFAULT, GLib.IOCondition.IN | GLib.IOCondition.HUP, lambda *a: loop.quit())
loop.run()
