package org.anychat.runtime.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaRulesTest {
    @TempDir
    private Path directory;

    private LoadedConfig load(String text) {
        try {
            return ServerConfigFile.load(Files.writeString(directory.resolve(ServerConfigFile.NAME), text));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String violationOf(String text) {
        List<String> violations =
                assertThrows(ConfigException.class, () -> load(text)).violations();
        assertEquals(1, violations.size(), violations::toString);
        return violations.get(0);
    }

    private static String audio(int codec, int rate, int channels, int bits, int bitrate) {
        return "[Audio Settings]\nAudioCodec=" + codec + "\nAudioSamplesPerSec=" + rate + "\nAudioChannels=" + channels
                + "\nAudioBitsPerSample=" + bits + "\nAudioBitrate=" + bitrate + "\n";
    }

    @ParameterizedTest
    @CsvSource({
        "10,8000,1,16,4750",
        "10,8000,1,16,12200",
        "11,16000,1,16,6600",
        "11,16000,1,16,8850",
        "11,16000,1,16,12650",
        "11,16000,1,16,14250",
        "11,16000,1,16,15850",
        "11,16000,1,16,18250",
        "11,16000,1,16,19850",
        "11,16000,1,16,23050",
        "11,16000,1,16,23850",
        "12,44100,2,16,320000",
        "12,8000,1,8,0",
        "12,11025,1,16,8000",
        "13,44100,2,16,40000",
        "13,44100,2,24,529200",
        "13,8000,1,16,0",
        "14,44100,1,16,192000",
        "14,22050,2,16,160000",
        "15,44100,1,16,24000",
        "15,44100,2,16,256000",
        "15,44100,2,16,0",
        "16,8000,1,16,2150",
        "16,16000,2,16,42200"
    })
    void shouldTakeWhatTheCodecCanDo(int codec, int rate, int channels, int bits, int bitrate) {
        assertEquals(
                codec,
                load(audio(codec, rate, channels, bits, bitrate))
                        .config()
                        .audio()
                        .codec());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "11|16000|1|16|16000|AudioBitrate=16000 (possible: 6600, 8850, 12650, 14250, 15850, 18250, 19850, 23050, 23850)",
                "11|16000|1|16|0|AudioBitrate=0 (possible: 6600,",
                "11|8000|1|16|15850|AudioSamplesPerSec=8000 (possible: 16000)",
                "11|16000|2|16|15850|AudioChannels=2 (possible: 1)",
                "11|16000|1|24|15850|AudioBitsPerSample=24 (possible: 16)",
                "10|16000|1|16|12200|AudioSamplesPerSec=16000 (possible: 8000)",
                "10|8000|1|16|15850|AudioBitrate=15850 (possible: 4750, 5150, 5900, 6700, 7400, 7950, 10200, 12200)",
                "12|44100|2|16|16000|AudioBitrate=16000 (possible: 0, 32000 to 320000)",
                "12|22050|2|16|192000|AudioBitrate=192000 (possible: 0, 8000 to 160000)",
                "13|8000|1|16|64000|AudioBitrate=64000 (possible: 0, 8000 to 48000)",
                "14|8000|1|16|32000|AudioSamplesPerSec=8000 (possible: 16000, 22050, 44100)",
                "14|44100|2|16|0|AudioBitrate=0 (possible: 64000 to 384000)",
                "15|16000|1|16|32000|AudioSamplesPerSec=16000 (possible: 44100)",
                "16|44100|1|16|15850|AudioSamplesPerSec=44100 (possible: 8000, 16000)",
                "16|8000|1|16|32000|AudioBitrate=32000 (possible: 0, 2150 to 24600)"
            })
    void shouldRefuseWhatItCannotAndNameWhatItCan(
            int codec, int rate, int channels, int bits, int bitrate, String words) {
        String violation = violationOf(audio(codec, rate, channels, bits, bitrate));

        assertTrue(violation.contains("line 2: [Audio Settings] AudioCodec=" + codec + " is not allowed"), violation);
        assertTrue(violation.contains(words), violation);
    }

    @Test
    void shouldNameAllThatDoesNotFitInOneViolationAtTheKeyThatIsThere() {
        String violation = violationOf("[Audio Settings]\nAudioChannels=2\nAudioBitrate=64000\n");

        assertTrue(violation.contains("line 2: [Audio Settings] AudioChannels=2 is not allowed"), violation);
        assertTrue(violation.contains("no AudioChannels=2 (possible: 1), no AudioBitrate=64000"), violation);
    }

    @Test
    void shouldNotJudgeWhatIsWrongAlready() {
        assertTrue(violationOf("[Audio Settings]\nAudioCodec=99\nAudioBitrate=64000\n")
                .contains("10 to 16"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"VideoWidth=321", "VideoHeight=241"})
    void shouldRefuseOddSizes(String line) {
        String violation = violationOf("[Video Settings]\nVideoSize=0\n" + line + "\n");

        assertTrue(violation.contains("line 3: [Video Settings] " + line + " is not allowed"), violation);
        assertTrue(violation.contains("even"), violation);
    }

    @Test
    void shouldWarnOfMoreThanOneKeyFrameInASecond() {
        assertEquals(
                List.of(),
                load("[Video Settings]\nVideoFPS=20\nVideoGOPSize=20\n").warnings());
        String warning = load("[Video Settings]\nVideoFPS=20\nVideoGOPSize=19\n")
                .warnings()
                .toString();
        assertTrue(warning.contains("line 3: VideoGOPSize=19 is below VideoFPS=20"), warning);
    }

    @Test
    void shouldSayThatMjpegIsReplaced() {
        LoadedConfig loaded = load("[Video Settings]\nVideoCodec=2\n");

        assertEquals(2, loaded.config().video().codec());
        assertTrue(loaded.warnings().toString().contains("VideoCodec=2 (MJPEG)"), loaded.warnings()::toString);
    }
}
