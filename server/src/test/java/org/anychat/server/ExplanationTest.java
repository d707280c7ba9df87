package org.anychat.server;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ExplanationTest {
    @Test
    void shouldSayInTheReadersLanguageWhatToType() {
        String english = Explanation.text(Locale.GERMANY);
        String chinese = Explanation.text(Locale.SIMPLIFIED_CHINESE);

        assertTrue(english.contains("Nothing was started"), english);
        assertTrue(chinese.contains("未启动任何服务"), chinese);
        for (String option : List.of("-r ", "-d ", "-i ", "-u ", "--help ", BuildVersion.text())) {
            assertTrue(english.contains(option) && chinese.contains(option), option);
        }
    }
}
