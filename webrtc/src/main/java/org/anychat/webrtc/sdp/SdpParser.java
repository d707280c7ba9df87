package org.anychat.webrtc.sdp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a description, within bounds: {@value #MAX_LENGTH} characters, {@value #MAX_SECTIONS} sections,
 * {@value #MAX_LINES} lines in each. What it does not know it keeps or steps over; what it knows and finds malformed it
 * refuses.
 */
public final class SdpParser {
    /** Characters of a description. */
    public static final int MAX_LENGTH = 65_536;

    /** Media sections of a description. */
    public static final int MAX_SECTIONS = 128;

    /** Lines of a section, and of the session part. */
    public static final int MAX_LINES = 256;

    private Origin origin;
    private List<String> bundle = List.of();
    private boolean iceLite;
    private Direction direction = Direction.SENDRECV;
    private final TransportDescription.Builder transport = new TransportDescription.Builder();
    private final List<ExtMap> extMaps = new ArrayList<>();
    private final List<Attribute> others = new ArrayList<>();
    private final List<MediaSection> media = new ArrayList<>();
    private SectionParser section;
    private int linesOfSection;

    private SdpParser() {}

    /**
     * Reads a description.
     *
     * @param text lines that end in CRLF or LF
     * @return the description
     * @throws SdpException that says which line is wrong and why
     */
    public static SessionDescription parse(String text) throws SdpException {
        if (text.length() > MAX_LENGTH) {
            throw new SdpException("the description is longer than " + MAX_LENGTH + " characters");
        }
        return new SdpParser().parseLines(text);
    }

    private SessionDescription parseLines(String text) throws SdpException {
        int lineNumber = 0;
        for (int from = 0; from < text.length(); ) {
            int lineFeed = text.indexOf('\n', from);
            int to = lineFeed < 0 ? text.length() : lineFeed;
            boolean carriageReturn = to > from && text.charAt(to - 1) == '\r';
            line(text.substring(from, carriageReturn ? to - 1 : to), ++lineNumber);
            from = to + 1;
        }
        if (origin == null) {
            throw new SdpException("the description has no o= line");
        }
        finishSection();
        return new SessionDescription(origin, bundle, iceLite, transport.build(), others, media);
    }

    private void line(String line, int lineNumber) throws SdpException {
        if (line.isEmpty()) {
            return;
        }
        if (lineNumber == 1 && !line.equals("v=0")) {
            throw SdpException.atLine(1, "a description starts with v=0");
        }
        if (line.length() < 2 || line.charAt(1) != '=') {
            throw SdpException.atLine(lineNumber, "a line is a letter, an equals sign and a value");
        }
        if (line.chars().anyMatch(c -> c < ' ' && c != '\t')) {
            // A lone CR would be a line of its own to whom we pass the value on.
            throw SdpException.atLine(lineNumber, "a line has a control character");
        }
        if (++linesOfSection > MAX_LINES) {
            throw SdpException.atLine(lineNumber, "a section has more than " + MAX_LINES + " lines");
        }
        String value = line.substring(2);
        switch (line.charAt(0)) {
            case 'o' -> origin = origin(value, lineNumber);
            case 'm' -> startSection(value, lineNumber);
            case 'a' -> attribute(value, lineNumber);
            default -> {}
        }
    }

    private static Origin origin(String value, int lineNumber) throws SdpException {
        String[] words = value.split(" ", 4);
        if (words.length < 4) {
            throw SdpException.atLine(lineNumber, "o= has fewer than 6 fields");
        }
        return new Origin(words[0], words[1], words[2], words[3]);
    }

    private void startSection(String value, int lineNumber) throws SdpException {
        finishSection();
        if (media.size() == MAX_SECTIONS) {
            throw SdpException.atLine(lineNumber, "there are more than " + MAX_SECTIONS + " sections");
        }
        section = new SectionParser(value, lineNumber);
        linesOfSection = 0;
    }

    private void finishSection() {
        if (section != null) {
            media.add(section.finish(direction, extMaps));
        }
    }

    private void attribute(String attribute, int lineNumber) throws SdpException {
        int colon = attribute.indexOf(':');
        String name = colon < 0 ? attribute : attribute.substring(0, colon);
        String value = colon < 0 ? "" : attribute.substring(colon + 1);
        if (section != null) {
            section.attribute(name, colon < 0 ? null : value, lineNumber);
        } else if (!transport.accept(name, value, lineNumber)) {
            sessionAttribute(name, colon < 0 ? null : value, lineNumber);
        }
    }

    private void sessionAttribute(String name, String value, int lineNumber) throws SdpException {
        if (name.equals("ice-lite")) {
            iceLite = true;
        } else if (name.equals("group") && value != null && value.startsWith("BUNDLE") && bundle.isEmpty()) {
            String[] words = value.trim().split(" +", -1);
            bundle = List.of(Arrays.copyOfRange(words, 1, words.length));
        } else if (name.equals("extmap") && value != null) {
            extMaps.add(SectionParser.extMap(value, lineNumber));
        } else if (Direction.ofToken(name) != null) {
            direction = Direction.ofToken(name);
        } else {
            others.add(new Attribute(name, value));
        }
    }
}
