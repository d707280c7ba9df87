"""GStreamer's webrtcbin with the HTTP of WHIP or WHEP around it.

    gstreamer-whip.py publish|watch URL

Prints "opened LOCATION", "flowing" when ten frames of sound and ten of picture have been sent or decoded, and goes on
until it gets a line or the end of its input; then it deletes the session.
"""

import sys
import threading
import urllib.error
import urllib.parse
import urllib.request

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstSdp", "1.0")
gi.require_version("GstWebRTC", "1.0")
from gi.repository import GLib, Gst, GstSdp, GstWebRTC  # noqa: E402

MODE, URL = sys.argv[1:3]
ENOUGH = 10
SENDER = """
    webrtcbin name=peer bundle-policy=max-bundle
    videotestsrc is-live=true ! video/x-raw,width=320,height=240,framerate=15/1 ! vp8enc deadline=1 keyframe-max-dist=30
      ! rtpvp8pay pt=96 ! application/x-rtp,media=video,encoding-name=VP8,payload=96,clock-rate=90000
      ! identity name=video ! peer.
    audiotestsrc is-live=true ! audioconvert ! audioresample ! opusenc
      ! rtpopuspay pt=111 ! application/x-rtp,media=audio,encoding-name=OPUS,payload=111,clock-rate=48000
      ! identity name=audio ! peer.
"""
VIDEO = "application/x-rtp,media=video,encoding-name=VP8,payload=96,clock-rate=90000,rtcp-fb-nack-pli=true"
AUDIO = "application/x-rtp,media=audio,encoding-name=OPUS,payload=111,clock-rate=48000,encoding-params=(string)2"

Gst.init(None)
counts = {"audio": 0, "video": 0}
session = {}
loop = GLib.MainLoop()
pipeline = Gst.parse_launch(SENDER) if MODE == "publish" else Gst.Pipeline()


def say(*words):
    print(*words, flush=True)


def count(kind):
    def probe(_pad, _info):
        counts[kind] += 1
        return Gst.PadProbeReturn.OK

    return probe


def post(sdp):
    request = urllib.request.Request(URL, sdp.encode(), {"Content-Type": "application/sdp"}, method="POST")
    with urllib.request.urlopen(request) as response:
        session["url"] = urllib.parse.urljoin(URL, response.headers["Location"])
        return response.read().decode()


def on_gathered():
    try:
        answer = post(peer.get_property("local-description").sdp.as_text())
    except urllib.error.HTTPError as refusal:
        say("refused", refusal.code, refusal.read().decode())
        loop.quit()
        return
    _, message = GstSdp.SDPMessage.new_from_text(answer)
    description = GstWebRTC.WebRTCSessionDescription.new(GstWebRTC.WebRTCSDPType.ANSWER, message)
    peer.emit("set-remote-description", description, Gst.Promise.new())
    say("opened", session["url"])


def on_gathering(element, _property):
    if element.get_property("ice-gathering-state") == GstWebRTC.WebRTCICEGatheringState.COMPLETE:
        threading.Thread(target=on_gathered, daemon=True).start()


def on_offer(promise, _data):
    promise.wait()
    # Both belong to the promise, so they must not be gone before the call is over.
    reply = promise.get_reply()
    offer = reply.get_value("offer")
    peer.emit("set-local-description", offer, Gst.Promise.new())


def on_negotiation_needed(element):
    if session.setdefault("offered", 0) == 0:
        session["offered"] = 1
        element.emit("create-offer", None, Gst.Promise.new_with_change_func(on_offer, None))


def on_decoded(_decoder, pad):
    kind = "video" if pad.get_current_caps().to_string().startswith("video") else "audio"
    sink = Gst.ElementFactory.make("fakesink")
    sink.set_property("sync", False)
    pipeline.add(sink)
    sink.sync_state_with_parent()
    pad.link(sink.get_static_pad("sink"))
    pad.add_probe(Gst.PadProbeType.BUFFER, count(kind))


def on_pad(_peer, pad):
    if pad.get_direction() != Gst.PadDirection.SRC:
        return
    decoder = Gst.ElementFactory.make("decodebin")
    decoder.connect("pad-added", on_decoded)
    pipeline.add(decoder)
    decoder.sync_state_with_parent()
    pad.link(decoder.get_static_pad("sink"))


def tell():
    enough = min(counts.values()) >= ENOUGH
    if enough:
        say("flowing", counts)
    return not enough


def wait_for_end():
    sys.stdin.readline()
    if "url" in session:
        request = urllib.request.Request(session["url"], method="DELETE")
        with urllib.request.urlopen(request) as response:
            say("deleted", response.status)
    loop.quit()


if MODE == "publish":
    peer = pipeline.get_by_name("peer")
    for name in counts:
        pipeline.get_by_name(name).get_static_pad("src").add_probe(Gst.PadProbeType.BUFFER, count(name))
    for index in range(2):
        transceiver = peer.emit("get-transceiver", index)
        transceiver.set_property("direction", GstWebRTC.WebRTCRTPTransceiverDirection.SENDONLY)
else:
    peer = Gst.ElementFactory.make("webrtcbin")
    peer.set_property("bundle-policy", GstWebRTC.WebRTCBundlePolicy.MAX_BUNDLE)
    pipeline.add(peer)
    peer.connect("pad-added", on_pad)
    for caps in (VIDEO, AUDIO):
        peer.emit("add-transceiver", GstWebRTC.WebRTCRTPTransceiverDirection.RECVONLY, Gst.Caps.from_string(caps))

peer.connect("notify::ice-gathering-state", on_gathering)
peer.connect("on-negotiation-needed", on_negotiation_needed)
pipeline.set_state(Gst.State.PLAYING)
GLib.timeout_add(100, tell)
threading.Thread(target=wait_for_end, daemon=True).start()
loop.run()
pipeline.set_state(Gst.State.NULL)
