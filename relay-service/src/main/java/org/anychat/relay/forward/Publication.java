package org.anychat.relay.forward;

import java.util.Arrays;
import org.anychat.webrtc.rtp.KeyFrames;
import org.anychat.webrtc.rtp.RtpPacket;

/** One track that a client publishes, and the viewers that get it. Owned by the room's media loop. */
public final class Publication {
    private final long id;
    private final PublicationFormat format;
    private final Encoding[] encodings;
    private final Loudness loudness = new Loudness();
    private final RtpPacket stamped = new RtpPacket();
    private Subscription[] subscriptions = {};

    /**
     * Makes a publication without viewers.
     *
     * @param id unique in the process
     * @param format what its packets are
     * @param publisherClock shared by all tracks of the publisher
     * @param limits of the send buffers
     */
    public Publication(long id, PublicationFormat format, PublisherClock publisherClock, SendBufferLimits limits) {
        this.id = id;
        this.format = format;
        this.encodings = new Encoding[format.encodings()];
        for (int i = 0; i < encodings.length; i++) {
            encodings[i] = new Encoding(i, format, publisherClock, limits);
        }
    }

    /**
     * Its number.
     *
     * @return unique in the process
     */
    public long id() {
        return id;
    }

    /**
     * What its packets are.
     *
     * @return the format
     */
    public PublicationFormat format() {
        return format;
    }

    /**
     * How loud it is, where it is sound.
     *
     * @return silent where its packets carry no levels
     */
    public Loudness loudness() {
        return loudness;
    }

    /**
     * How many layers it has.
     *
     * @return 1 without simulcast
     */
    public int encodingCount() {
        return encodings.length;
    }

    /**
     * One layer.
     *
     * @param index 0 for the lowest
     * @return the encoding
     */
    public Encoding encoding(int index) {
        return encodings[index];
    }

    /**
     * The viewers. Iterate by index and do not keep the array: it is replaced when viewers come and go.
     *
     * @return one subscription per viewer
     */
    public Subscription[] subscriptions() {
        return subscriptions;
    }

    /** To read copies of its packets by while they are made a viewer's; one viewer after the other. */
    RtpPacket stamped() {
        return stamped;
    }

    void add(Subscription subscription) {
        subscriptions = Arrays.copyOf(subscriptions, subscriptions.length + 1);
        subscriptions[subscriptions.length - 1] = subscription;
    }

    void remove(Subscription subscription) {
        subscriptions = Arrays.stream(subscriptions)
                .filter(other -> other != subscription)
                .toArray(Subscription[]::new);
    }

    /**
     * Whether a packet has ever come.
     *
     * @return false where nothing is known of what it takes
     */
    public boolean hasStarted() {
        boolean started = false;
        for (Encoding encoding : encodings) {
            started |= encoding.hasStarted();
        }
        return started;
    }

    /**
     * Whether a viewer may start at a packet.
     *
     * @param packet one of this publication's
     * @return true for the first packet of a key frame, and for all audio
     */
    public boolean isStart(RtpPacket packet) {
        return format.codec() == null || KeyFrames.isStart(format.codec(), packet);
    }

    /**
     * Whether its frames may be of temporal layers that a viewer can do without.
     *
     * @return true where {@link Subscription#allow} heeds them
     */
    public boolean hasTemporalLayers() {
        return TemporalLayer.isNamedBy(format.codec());
    }

    /** The index of the highest layer that is alive and allowed, or the given one where none is. */
    int bestEncoding(int allowed, int otherwise, long nowNs) {
        for (int i = Math.min(allowed, encodings.length - 1); i >= 0; i--) {
            if (encodings[i].isAlive(nowNs)) {
                return i;
            }
        }
        return otherwise;
    }
}
