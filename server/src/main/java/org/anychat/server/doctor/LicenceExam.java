package org.anychat.server.doctor;

import org.anychat.runtime.config.ServiceKind;

/** Whether the licence counts on this machine, for how many and for how long. */
final class LicenceExam implements Examination {
    static final long WARN_DAYS = 14;

    private static final String CHECK = "licence";

    @Override
    public void examine(Patient patient, Findings findings) {
        if (!patient.has(ServiceKind.LICENSE)) {
            findings.skip(CHECK, Words.of("no license service runs in this process", "本进程不运行授权服务"));
            return;
        }
        if (patient.config().standby().slaveMode()) {
            findings.skip(CHECK, Words.of("a slave serves with its master's", "备机使用主机的授权"));
            return;
        }
        if (patient.config().base().demoMode()) {
            findings.ok(
                    CHECK,
                    Words.of(
                            "none is needed in demo mode, at most %d users",
                            "演示模式无需授权，最多 %d 个用户", patient.config().base().demoUserLimit()));
            return;
        }
        Patient.Licence licence = patient.licence().get();
        if (!licence.good()) {
            findings.fail(
                    CHECK,
                    Words.same(licence.words()),
                    Words.of(
                            "docs/licence.md tells each number; `license issue --self` makes a licence for this machine,"
                                    + " DemoMode=1 needs none.",
                            "各编号见 docs/licence.md；`license issue --self` 可为本机签发授权，DemoMode=1 则无需授权。"));
        } else if (licence.daysLeft().isPresent() && licence.daysLeft().getAsLong() <= WARN_DAYS) {
            findings.warn(
                    CHECK,
                    Words.of(
                            "%s; it ends in %d days",
                            "%s；还剩 %d 天", licence.words(), licence.daysLeft().getAsLong()),
                    Words.of(
                            "Have a later one issued and put it in its place; it counts within a minute.",
                            "请签发新的授权并替换原文件，一分钟内生效。"));
        } else {
            findings.ok(
                    CHECK,
                    licence.seats() == 0
                            ? Words.same(licence.words())
                            : Words.of("%s; %d users at once", "%s；最多 %d 个用户同时在线", licence.words(), licence.seats()));
        }
    }
}
