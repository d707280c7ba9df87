package org.anychat.webrtc.tcp;

/** Why a {@link TcpStream} ended. */
public enum StreamEnd {
    /** This side closed it. */
    LOCAL,
    /** The peer closed it, or the network did. */
    REMOTE,
    /** Nobody had {@linkplain TcpStream#accept accepted} it in time. */
    SILENT,
    /** What came was no sequence of frames. */
    BAD_FRAME,
    /** The peer did not read what was sent. */
    SLOW_READER
}
