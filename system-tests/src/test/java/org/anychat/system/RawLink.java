package org.anychat.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The framed protocol by hand, for what no SDK would say. */
final class RawLink implements AutoCloseable {
    private static final int TIMEOUT_MS = 30_000;
    private static final int JSON = 1;

    private final ObjectMapper mapper = new ObjectMapper();
    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    RawLink(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MS);
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
    }

    JsonNode ask(String json) throws IOException {
        say(json);
        return next();
    }

    /** From any thread. */
    synchronized void say(String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        out.writeInt(body.length + 1);
        out.writeByte(JSON);
        out.write(body);
        out.flush();
    }

    JsonNode next() throws IOException {
        byte[] frame = new byte[in.readInt()];
        in.readFully(frame);
        return mapper.readTree(new String(frame, 1, frame.length - 1, StandardCharsets.UTF_8));
    }

    /** Connects, and gives the link's challenge. */
    String challenge() throws IOException {
        JsonNode connected = ask("{\"id\":1,\"type\":\"connect\",\"version\":1,\"device\":0,\"client\":\"raw\"}");
        return connected.get("challenge").asText();
    }

    int authenticate(String proof) throws IOException {
        return ask("{\"id\":2,\"type\":\"authenticate\",\"proof\":\"" + proof + "\"}")
                .get("code")
                .asInt();
    }

    boolean isClosedByServer() throws IOException {
        try {
            in.readInt();
            return false;
        } catch (EOFException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
