package org.anychat.system;

import java.util.Map;

/** A browser that publishes by WHIP or watches by WHEP with nothing but its own RTCPeerConnection and fetch. */
final class WhipPage implements AutoCloseable {
    private static final String COMMON = """
            const negotiate = async (pc, path, headers) => {
              await pc.setLocalDescription();
              const response = await fetch(path, {
                method: 'POST', headers: {'Content-Type': 'application/sdp', ...headers}, body: pc.localDescription.sdp,
              });
              const body = await response.text();
              if (response.status !== 201) { pc.close(); return {status: response.status, body}; }
              await pc.setRemoteDescription({type: 'answer', sdp: body});
              window.whip = {pc, location: response.headers.get('Location'), etag: response.headers.get('ETag'), headers};
              return {status: 201, body: window.whip.location};
            };
            """;
    private static final String PUBLISH = "async ({path, headers}) => {" + COMMON + """
              const stream = await navigator.mediaDevices.getUserMedia({audio: true, video: true});
              window.whipStream = stream;
              const pc = new RTCPeerConnection({bundlePolicy: 'max-bundle'});
              for (const track of stream.getTracks()) pc.addTransceiver(track, {direction: 'sendonly', streams: [stream]});
              return negotiate(pc, path, headers);
            }
            """;
    private static final String WATCH = "async ({path, pairs, headers}) => {" + COMMON + """
              const pc = new RTCPeerConnection({bundlePolicy: 'max-bundle'});
              for (let pair = 0; pair < pairs; pair += 1) {
                pc.addTransceiver('audio', {direction: 'recvonly'});
                pc.addTransceiver('video', {direction: 'recvonly'});
              }
              pc.ontrack = ({track}) => {
                const element = document.createElement(track.kind === 'video' ? 'video' : 'audio');
                element.autoplay = true;
                element.muted = track.kind === 'video';
                element.srcObject = new MediaStream([track]);
                document.body.append(element);
              };
              return negotiate(pc, path, headers);
            }
            """;
    private static final String RESTART = """
            async () => {
              const {pc, location, headers} = window.whip;
              const answer = pc.remoteDescription.sdp;
              pc.restartIce();
              await pc.setLocalDescription();
              const line = (sdp, name) => sdp.split('\\r\\n').find((one) => one.startsWith(`a=${name}:`));
              const offer = pc.localDescription.sdp;
              const response = await fetch(location, {
                method: 'PATCH', headers: {'Content-Type': 'application/trickle-ice-sdpfrag', 'If-Match': '*', ...headers},
                body: `${line(offer, 'ice-ufrag')}\\r\\n${line(offer, 'ice-pwd')}\\r\\n`,
              });
              const fragment = await response.text();
              if (response.status !== 200) return {status: response.status, body: fragment};
              window.whip.etag = response.headers.get('ETag');
              const renewed = answer.replace(/a=ice-ufrag:.*/g, line(fragment, 'ice-ufrag'))
                .replace(/a=ice-pwd:.*/g, line(fragment, 'ice-pwd'));
              await pc.setRemoteDescription({type: 'answer', sdp: renewed});
              return {status: 200, body: fragment};
            }
            """;
    private static final String DELETE = """
            async () => {
              const response = await fetch(window.whip.location, {method: 'DELETE', headers: window.whip.headers});
              return {status: response.status, body: await response.text()};
            }
            """;

    private final Participant browser;

    /** What came back. */
    record Answer(int status, String body) {
        @SuppressWarnings("unchecked")
        static Answer of(Object result) {
            Map<String, Object> fields = (Map<String, Object>) result;
            return new Answer(((Number) fields.get("status")).intValue(), (String) fields.get("body"));
        }
    }

    WhipPage(Participant browser, ServerProcess server) {
        this.browser = browser;
        Participant.navigate(browser.page(), server.pageUrl());
    }

    Participant browser() {
        return browser;
    }

    Answer publish(String path) {
        return publish(path, Map.of());
    }

    Answer publish(String path, Map<String, String> headers) {
        return Answer.of(browser.page().evaluate(PUBLISH, Map.of("path", path, "headers", headers)));
    }

    /** Watches with so many sections of sound and of picture. */
    Answer watch(String path, int pairs) {
        return Answer.of(browser.page().evaluate(WATCH, Map.of("path", path, "pairs", pairs, "headers", Map.of())));
    }

    Answer restartIce() {
        return Answer.of(browser.page().evaluate(RESTART));
    }

    Answer delete() {
        return Answer.of(browser.page().evaluate(DELETE));
    }

    /** Its microphone falls silent, or can be heard again. */
    void speak(boolean aloud) {
        browser.page().evaluate("aloud => { window.whipStream.getAudioTracks()[0].enabled = aloud; }", aloud);
    }

    @Override
    public void close() {
        browser.close();
    }
}
