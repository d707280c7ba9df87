package org.anychat.protocol;

/** The notify messages of the AnyChat SDK that an event of this protocol stands for, with the SDK's numbers. */
public enum NotifyEvent {
    /** The link is up, or is not. */
    CONNECT(1),
    /** The login's result. */
    LOGINSYSTEM(2),
    /** The room entry's result. */
    ENTERROOM(3),
    /** A user's microphone changed. */
    MICSTATECHANGE(4),
    /** A user entered or left. */
    USERATROOM(5),
    /** The link was closed. */
    LINKCLOSE(6),
    /** How many are in the room. */
    ONLINEUSER(7),
    /** A user's camera changed. */
    CAMERASTATE(11),
    /** A user's chat mode changed. */
    CHATMODECHG(12),
    /** A user's activity changed. */
    ACTIVESTATE(13),
    /** The route to a user changed. */
    P2PCONNECTSTATE(14),
    /** The size of a user's video changed. */
    VIDEOSIZECHG(15),
    /** A user's name or device changed. */
    USERINFOUPDATE(16),
    /** A friend came or went. */
    FRIENDSTATUS(17),
    /** Something happened to a business object. */
    OBJECTEVENT(18),
    /** A session is being held, or no longer. */
    SESSIONKEEP(19),
    /** A request for a private chat. */
    PRIVATEREQUEST(21),
    /** The answer to a request for a private chat. */
    PRIVATEECHO(22),
    /** The end of a private chat. */
    PRIVATEEXIT(23),
    /** The server's settings changed. */
    SERVERCFGUPDATE(24),
    /** A warning of the SDK. */
    SDKWARNING(41);

    /** {@code WM_USER + 200}: what the SDK adds to a number to make a window message of it. */
    public static final int MESSAGE_BASE = 0x400 + 200;

    private final int number;

    NotifyEvent(int number) {
        this.number = number;
    }

    /**
     * The number in the event table.
     *
     * @return 1 to 41
     */
    public int number() {
        return number;
    }

    /**
     * The SDK's window message.
     *
     * @return the number plus {@link #MESSAGE_BASE}
     */
    public int windowMessage() {
        return MESSAGE_BASE + number;
    }
}
