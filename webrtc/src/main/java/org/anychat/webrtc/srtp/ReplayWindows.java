package org.anychat.webrtc.srtp;

/**
 * The replay windows of one peer's sources, of RTP or of RTCP. A bounded number is followed. Who is new and authentic takes
 * the place of the source that has been silent for the longest; of that one the highest index stays known, so that it may
 * go on later, over rollovers too, and that nothing it has sent before is taken again.
 *
 * <p>So many sources later ({@link PastSources#MAX}) it is forgotten. A recording of it would then be taken for a source
 * of its own, and only what it sent before its first rollover: packets of a peer that has long given that SSRC up, which
 * no description names any more.
 */
final class ReplayWindows {
    private final SourceTable<ReplayWindow> windows;
    private final PastSources past = new PastSources();
    private long accepted;

    ReplayWindows(int maxSources) {
        windows = new SourceTable<>(maxSources);
    }

    int size() {
        return windows.size();
    }

    /** What is known of a source, null for nothing. Asking changes nothing. */
    ReplayWindow find(int ssrc) {
        ReplayWindow window = windows.find(ssrc);
        if (window != null) {
            return window;
        }
        long highest = past.find(ssrc);
        return highest == PastSources.UNKNOWN ? null : ReplayWindow.upTo(highest);
    }

    /** Remembers an authentic packet; the window is what {@link #find} gave. */
    void accept(int ssrc, ReplayWindow window, long index) {
        ReplayWindow known = window;
        if (known == null) {
            known = new ReplayWindow(index);
        } else {
            known.accept(index);
        }
        if (known.lastAccepted() == ReplayWindow.NEVER) {
            follow(ssrc, known);
        }
        known.lastAccepted(++accepted);
    }

    private void follow(int ssrc, ReplayWindow window) {
        if (windows.isFull()) {
            int silent = windows.lowest(ReplayWindow::lastAccepted);
            past.add(silent, windows.remove(silent).highest());
        }
        windows.add(ssrc, window);
    }
}
