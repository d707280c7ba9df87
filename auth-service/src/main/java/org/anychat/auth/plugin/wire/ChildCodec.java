package org.anychat.auth.plugin.wire;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Messages to frames and back. A frame is a 4-byte big-endian length of what follows (1 to {@value #MAX_FRAME_BYTES}), a
 * type byte, and the fields of the message: numbers big-endian, flags as one byte, texts (UTF-8) and bytes after a
 * 4-byte length.
 */
public final class ChildCodec {
    /** The largest frame: a text of 16384 characters, or 65536 bytes, with room for what goes with them. */
    public static final int MAX_FRAME_BYTES = 128 * 1024;
    /** The most bytes between a plug-in and a user, both ways. */
    public static final int MAX_DATA_BYTES = 65_536;

    private static final int READY = 1;
    private static final int FAILED = 2;
    private static final int ANSWER = 3;
    private static final int SEND = 4;
    private static final int RELEASE = 5;
    /** The types from here on are calls. */
    private static final int VERIFY_USER = 16;

    private static final int PREPARE_ENTER_ROOM = 17;
    private static final int USER_LOGIN = 18;
    private static final int USER_LOGOUT = 19;
    private static final int USER_ENTER_ROOM = 20;
    private static final int USER_LEAVE_ROOM = 21;
    private static final int USER_FILTER_DATA = 22;
    private static final int USER_TEXT = 23;

    private ChildCodec() {}

    /**
     * Writes a message and flushes. Not to be called by two threads at once for one stream.
     *
     * @param out where to
     * @param message the message
     * @throws IOException where the other side is gone
     */
    public static void write(OutputStream out, ChildMessage message) throws IOException {
        byte[] body = encode(message);
        DataOutputStream data = new DataOutputStream(out);
        data.writeInt(body.length);
        data.write(body);
        data.flush();
    }

    /**
     * Reads the next message; blocks.
     *
     * @param in where from
     * @return the message, or null at the end of the stream between two frames
     * @throws MalformedFrameException where what came is no message
     * @throws IOException where the stream ends within a frame, or fails
     */
    public static ChildMessage read(InputStream in) throws IOException {
        int first = in.read();
        if (first < 0) {
            return null;
        }
        DataInputStream data = new DataInputStream(in);
        int length = first << 24 | data.readUnsignedByte() << 16 | data.readUnsignedShort();
        if (length < 1 || length > MAX_FRAME_BYTES) {
            throw new MalformedFrameException("a frame claims " + length + " bytes");
        }
        byte[] body = new byte[length];
        data.readFully(body);
        return decode(body);
    }

    /**
     * Writes what follows the length.
     *
     * @param message the message
     * @return type and fields
     */
    static byte[] encode(ChildMessage message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            new Writer(bytes).message(message);
        } catch (IOException e) {
            throw new UncheckedIOException("an array in memory failed", e);
        }
        if (bytes.size() > MAX_FRAME_BYTES) {
            throw new IllegalArgumentException("a message of " + bytes.size() + " bytes is too long");
        }
        return bytes.toByteArray();
    }

    /**
     * Reads what follows the length.
     *
     * @param body type and fields, all of them and nothing more
     * @return the message
     * @throws MalformedFrameException where it is none
     */
    static ChildMessage decode(byte[] body) throws MalformedFrameException {
        ByteArrayInputStream bytes = new ByteArrayInputStream(body);
        try {
            ChildMessage message = new Reader(bytes).message();
            if (bytes.available() > 0) {
                throw new MalformedFrameException("a frame has " + bytes.available() + " bytes too many");
            }
            return message;
        } catch (EOFException e) {
            throw new MalformedFrameException("a frame is cut short");
        } catch (MalformedFrameException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException("an array in memory failed", e);
        }
    }

    private static final class Writer {
        private final DataOutputStream out;

        Writer(OutputStream out) {
            this.out = new DataOutputStream(out);
        }

        void message(ChildMessage message) throws IOException {
            if (message instanceof ChildMessage.Call call) {
                call(call);
            } else if (message instanceof ChildMessage.Answer answer) {
                out.writeByte(ANSWER);
                out.writeInt(answer.id());
                answer(answer.answer());
            } else if (message instanceof ChildMessage.Send send) {
                out.writeByte(SEND);
                out.writeInt(send.userId());
                out.writeInt(send.handle());
                bytes(send.data());
            } else if (message instanceof ChildMessage.Ready ready) {
                out.writeByte(READY);
                text(ready.version());
            } else if (message instanceof ChildMessage.Failed failed) {
                out.writeByte(FAILED);
                out.writeBoolean(failed.lasting());
                text(failed.words());
            } else {
                out.writeByte(RELEASE);
            }
        }

        private void answer(FilterAnswer answer) throws IOException {
            out.writeInt(answer.code());
            out.writeInt(answer.userId());
            out.writeInt(answer.level());
            text(answer.nickname());
        }

        private void call(ChildMessage.Call call) throws IOException {
            out.writeByte(typeOf(call.call()));
            out.writeInt(call.id());
            out.writeByte(call.lane());
            if (call.call() instanceof FilterCall.VerifyUser verify) {
                text(verify.name());
                text(verify.password());
            } else if (call.call() instanceof FilterCall.PrepareEnterRoom prepare) {
                ints(prepare.userId(), prepare.roomId());
                text(prepare.roomName());
                text(prepare.password());
            } else {
                notification(call.call());
            }
        }

        private void notification(FilterCall call) throws IOException {
            if (call instanceof FilterCall.UserLogin login) {
                ints(login.userId(), login.level(), login.handle());
                text(login.name());
                text(login.address());
            } else if (call instanceof FilterCall.UserLogout logout) {
                ints(logout.userId());
            } else if (call instanceof FilterCall.UserEnterRoom enter) {
                ints(enter.userId(), enter.roomId());
            } else if (call instanceof FilterCall.UserLeaveRoom leave) {
                ints(leave.userId(), leave.roomId());
            } else if (call instanceof FilterCall.UserFilterData filterData) {
                ints(filterData.userId());
                bytes(filterData.data());
            } else if (call instanceof FilterCall.UserText text) {
                ints(text.roomId(), text.from(), text.to());
                out.writeBoolean(text.secret());
                text(text.text());
            }
        }

        private static int typeOf(FilterCall call) {
            if (call instanceof FilterCall.VerifyUser) {
                return VERIFY_USER;
            }
            if (call instanceof FilterCall.PrepareEnterRoom) {
                return PREPARE_ENTER_ROOM;
            }
            if (call instanceof FilterCall.UserLogin) {
                return USER_LOGIN;
            }
            if (call instanceof FilterCall.UserLogout) {
                return USER_LOGOUT;
            }
            if (call instanceof FilterCall.UserEnterRoom) {
                return USER_ENTER_ROOM;
            }
            if (call instanceof FilterCall.UserLeaveRoom) {
                return USER_LEAVE_ROOM;
            }
            return call instanceof FilterCall.UserFilterData ? USER_FILTER_DATA : USER_TEXT;
        }

        private void ints(int... values) throws IOException {
            for (int value : values) {
                out.writeInt(value);
            }
        }

        private void text(String text) throws IOException {
            bytes(text.getBytes(StandardCharsets.UTF_8));
        }

        private void bytes(byte[] bytes) throws IOException {
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }

    private static final class Reader {
        private final DataInputStream in;

        Reader(ByteArrayInputStream in) {
            this.in = new DataInputStream(in);
        }

        ChildMessage message() throws IOException {
            int type = in.readUnsignedByte();
            return switch (type) {
                case READY -> new ChildMessage.Ready(text());
                case FAILED -> new ChildMessage.Failed(flag(), text());
                case ANSWER ->
                    new ChildMessage.Answer(
                            in.readInt(), new FilterAnswer(in.readInt(), in.readInt(), in.readInt(), text()));
                case SEND -> new ChildMessage.Send(in.readInt(), in.readInt(), data());
                case RELEASE -> new ChildMessage.Release();
                default -> new ChildMessage.Call(in.readInt(), in.readUnsignedByte(), call(type));
            };
        }

        private FilterCall call(int type) throws IOException {
            return switch (type) {
                case VERIFY_USER -> new FilterCall.VerifyUser(text(), text());
                case PREPARE_ENTER_ROOM -> new FilterCall.PrepareEnterRoom(in.readInt(), in.readInt(), text(), text());
                case USER_LOGIN -> {
                    int user = in.readInt();
                    int level = in.readInt();
                    int handle = in.readInt();
                    yield new FilterCall.UserLogin(user, text(), level, text(), handle);
                }
                case USER_LOGOUT -> new FilterCall.UserLogout(in.readInt());
                case USER_ENTER_ROOM -> new FilterCall.UserEnterRoom(in.readInt(), in.readInt());
                case USER_LEAVE_ROOM -> new FilterCall.UserLeaveRoom(in.readInt(), in.readInt());
                case USER_FILTER_DATA -> new FilterCall.UserFilterData(in.readInt(), data());
                case USER_TEXT -> new FilterCall.UserText(in.readInt(), in.readInt(), in.readInt(), flag(), text());
                default -> throw new MalformedFrameException("no message has the type " + type);
            };
        }

        private boolean flag() throws IOException {
            int value = in.readUnsignedByte();
            if (value > 1) {
                throw new MalformedFrameException("a flag is " + value);
            }
            return value == 1;
        }

        private byte[] data() throws IOException {
            byte[] data = bytes();
            if (data.length < 1 || data.length > MAX_DATA_BYTES) {
                throw new MalformedFrameException("data has " + data.length + " bytes");
            }
            return data;
        }

        private String text() throws IOException {
            return new String(bytes(), StandardCharsets.UTF_8);
        }

        private byte[] bytes() throws IOException {
            int length = in.readInt();
            if (length < 0 || length > in.available()) {
                throw new MalformedFrameException("a field claims " + length + " bytes");
            }
            byte[] bytes = new byte[length];
            in.readFully(bytes);
            return bytes;
        }
    }
}
