package org.anychat.client.sample;

/** One H.264 picture with the parameter sets before it. */
public final class AccessUnit {
    private final byte[] data;
    private final boolean idr;

    AccessUnit(byte[] data, boolean idr) {
        this.data = data;
        this.idr = idr;
    }

    /**
     * The picture.
     *
     * @return a byte stream (Annex B) that begins with a start code; shared, so do not change it.
     */
    public byte[] data() {
        return data;
    }

    /**
     * Whether decoding can begin here.
     *
     * @return true for an IDR picture.
     */
    public boolean idr() {
        return idr;
    }
}
