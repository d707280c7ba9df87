package org.anychat.protocol;

import java.util.List;

/** Reads what the server tells clients to use. */
final class ConfigFields {
    private static final int MAX_LINE = 256;
    private static final int MAX_ICE_SERVERS = 64;

    private ConfigFields() {}

    static ClientConfig read(JsonFields fields) {
        JsonFields webCodecs = fields.object("webCodecs");
        return new ClientConfig(
                video(fields.object("video")),
                audio(fields.object("audio")),
                fields.objects("iceServers", MAX_ICE_SERVERS, ConfigFields::iceServer),
                new ClientConfig.WebCodecs(webCodecs.line("video", 0, MAX_LINE), webCodecs.line("audio", 0, MAX_LINE)));
    }

    private static ClientConfig.Video video(JsonFields fields) {
        return new ClientConfig.Video(
                anyInteger(fields, "width"),
                anyInteger(fields, "height"),
                anyInteger(fields, "fps"),
                anyInteger(fields, "gop"),
                anyInteger(fields, "bitrate"),
                anyInteger(fields, "codec"),
                anyInteger(fields, "quality"),
                anyInteger(fields, "preset"));
    }

    private static ClientConfig.Audio audio(JsonFields fields) {
        return new ClientConfig.Audio(
                anyInteger(fields, "sampleRate"),
                anyInteger(fields, "channels"),
                anyInteger(fields, "bitsPerSample"),
                anyInteger(fields, "codec"),
                anyInteger(fields, "bitrate"));
    }

    private static ClientConfig.IceServer iceServer(JsonFields fields) {
        List<String> urls = fields.lines("urls", MAX_ICE_SERVERS, MAX_LINE);
        return new ClientConfig.IceServer(
                urls, fields.line("username", 0, MAX_LINE), fields.line("credential", 0, MAX_LINE));
    }

    private static int anyInteger(JsonFields fields, String name) {
        return fields.integer(name, 0, Integer.MAX_VALUE);
    }
}
