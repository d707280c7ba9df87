package org.anychat.server.doctor;

import java.util.List;

/** Whether the server would start with its settings. */
final class ConfigurationExam implements Examination {
    private static final String CHECK = "config";

    @Override
    public void examine(Patient patient, Findings findings) {
        Patient.Judged judged = patient.judged();
        Words remedy = Words.of(
                "Correct it; AnyChatCoreServer check-config shows every setting and where it comes from.",
                "请更正；AnyChatCoreServer check-config 会列出每项设置及其来源。");
        judged.violations().forEach(violation -> findings.fail(CHECK, Words.same(violation), remedy));
        judged.warnings().forEach(warning -> findings.warn(CHECK, Words.same(warning), Words.NONE));
        if (!judged.violations().isEmpty()) {
            return;
        }
        List<Object> file = List.of(judged.file());
        findings.ok(
                CHECK,
                judged.exists()
                        ? Words.of("%s is good", "%s 无误", file.toArray())
                        : Words.of("there is no %s: the defaults count", "没有 %s：采用默认设置", file.toArray()));
    }
}
