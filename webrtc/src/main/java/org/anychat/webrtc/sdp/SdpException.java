package org.anychat.webrtc.sdp;

/**
 * A description that is refused. The message is for people and says the line or the section and the reason. It carries
 * no stack trace: it tells of the other side's text, not of our code.
 */
public final class SdpException extends Exception {
    private static final long serialVersionUID = 1;

    /**
     * Refuses a description.
     *
     * @param message where and why
     */
    public SdpException(String message) {
        super(message, null, false, false);
    }

    static SdpException atLine(int lineNumber, String reason) {
        return new SdpException("line " + lineNumber + ": " + reason);
    }
}
