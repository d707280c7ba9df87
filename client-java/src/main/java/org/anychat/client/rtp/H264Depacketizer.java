package org.anychat.client.rtp;

/** H.264 by RFC 6184, packetization-modes 0 and 1, into byte streams (Annex B) with four-byte start codes. */
public final class H264Depacketizer implements Depacketizer {
    private static final byte[] START_CODE = {0, 0, 0, 1};
    private static final int LARGEST_SINGLE_UNIT_TYPE = 23;

    private final NalUnits units = new NalUnits();
    private boolean insideFragment;

    /** A depacketizer that waits for a frame. */
    public H264Depacketizer() {}

    @Override
    public boolean startsFrame(byte[] payload, int offset, int length) {
        if (length < 1) {
            return false;
        }
        int type = payload[offset] & H264Packetizer.TYPE_MASK;
        if (type == H264Packetizer.FU_A) {
            return length > H264Packetizer.FU_HEADER_LENGTH && (payload[offset + 1] & H264Packetizer.FU_START) != 0;
        }
        return type == H264Packetizer.STAP_A || single(type);
    }

    @Override
    public boolean append(byte[] payload, int offset, int length, FrameBuffer frame) {
        if (length < 1) {
            return false;
        }
        int type = payload[offset] & H264Packetizer.TYPE_MASK;
        if (type == H264Packetizer.FU_A) {
            return appendFragment(payload, offset, length, frame);
        }
        if (insideFragment) {
            return false;
        }
        if (type == H264Packetizer.STAP_A) {
            return appendAggregate(payload, offset + 1, offset + length, frame);
        }
        return single(type) && appendUnit(payload, offset, length, frame);
    }

    @Override
    public boolean keyFrame(FrameBuffer frame) {
        int count = units.find(frame.array(), 0, frame.length());
        boolean parameterSet = false;
        boolean idrPicture = false;
        for (int index = 0; index < count; index++) {
            parameterSet |= units.type(index) == NalUnits.SPS;
            idrPicture |= units.type(index) == NalUnits.IDR_SLICE;
        }
        return parameterSet && idrPicture;
    }

    @Override
    public void reset() {
        insideFragment = false;
    }

    private static boolean single(int type) {
        return type > 0 && type <= LARGEST_SINGLE_UNIT_TYPE;
    }

    private static boolean appendAggregate(byte[] payload, int begin, int end, FrameBuffer frame) {
        int at = begin;
        while (at + 2 < end) {
            int size = ((payload[at] & 0xFF) << 8) | (payload[at + 1] & 0xFF);
            at += 2;
            if (size == 0 || size > end - at || !appendUnit(payload, at, size, frame)) {
                return false;
            }
            at += size;
        }
        return at == end && at > begin;
    }

    private boolean appendFragment(byte[] payload, int offset, int length, FrameBuffer frame) {
        if (length <= H264Packetizer.FU_HEADER_LENGTH) {
            return false;
        }
        int fuHeader = payload[offset + 1];
        boolean start = (fuHeader & H264Packetizer.FU_START) != 0;
        if (start == insideFragment) {
            return false;
        }
        insideFragment = (fuHeader & H264Packetizer.FU_END) == 0;
        int header = (payload[offset] & ~H264Packetizer.TYPE_MASK) | (fuHeader & H264Packetizer.TYPE_MASK);
        boolean begun = !start || (frame.append(START_CODE, 0, START_CODE.length) && frame.append(header));
        int prefix = H264Packetizer.FU_HEADER_LENGTH;
        return begun && frame.append(payload, offset + prefix, length - prefix);
    }

    private static boolean appendUnit(byte[] payload, int offset, int length, FrameBuffer frame) {
        return frame.append(START_CODE, 0, START_CODE.length) && frame.append(payload, offset, length);
    }
}
