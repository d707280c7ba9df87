package org.anychat.client.media;

import org.anychat.client.rtp.FrameBuffer;
import org.anychat.client.rtp.NalUnits;

/**
 * What reaches a decoder of an H.264 frame that others have passed on: its slices, which are signed, and parameter sets of a sensible size, which are not, as browsers write them
 * anew. SEI messages, extensions and whatever else is neither are left out. For one thread.
 */
final class SliceFilter {
    private static final byte[] START_CODE = {0, 0, 0, 1};
    private static final int FIRST_SLICE = 1;
    private static final int LAST_SLICE = 5;
    /** Of a parameter set. Encoders write some tens; scaling lists and timing come to about three hundred. */
    private static final int MOST_SET_BYTES = 512;
    /** In a frame. */
    private static final int MOST_SETS = 16;

    private final NalUnits units = new NalUnits();

    /** Leaves nothing else in a frame; false where its parameter sets are no such, or nothing is left. */
    boolean leaveWhatIsNeeded(FrameBuffer frame) {
        int count = units.find(frame.array(), 0, frame.length());
        int sets = 0;
        int slices = 0;
        for (int unit = 0; unit < count; unit++) {
            if (isSlice(units.type(unit))) {
                slices++;
            } else if (isSet(units.type(unit))) {
                sets++;
                if (sets > MOST_SETS || units.length(unit) > MOST_SET_BYTES) {
                    return false;
                }
            }
        }
        return sets + slices == count ? count > 0 : keep(frame, count);
    }

    private boolean keep(FrameBuffer frame, int count) {
        byte[] whole = frame.toArray();
        frame.clear();
        for (int unit = 0; unit < count; unit++) {
            // The type from the copy: the buffer is being written.
            int type = whole[units.offset(unit)] & NalUnits.TYPE_MASK;
            if (isSlice(type) || isSet(type)) {
                frame.append(START_CODE, 0, START_CODE.length);
                frame.append(whole, units.offset(unit), units.length(unit));
            }
        }
        return frame.length() > 0;
    }

    private static boolean isSlice(int type) {
        return type >= FIRST_SLICE && type <= LAST_SLICE;
    }

    private static boolean isSet(int type) {
        return type == NalUnits.SPS || type == NalUnits.PPS;
    }
}
