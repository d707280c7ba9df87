package org.anychat.server.doctor;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import org.anychat.runtime.config.StandbyConfig;
import org.anychat.runtime.standby.StandbyKnock;
import org.anychat.runtime.standby.StandbySecret;

/** The other server of two, and their witness. */
final class StandbyExam implements Examination {
    @Override
    public void examine(Patient patient, Findings findings) {
        StandbyConfig standby = patient.config().standby();
        if (!standby.slaveMode() && standby.witness().isEmpty()) {
            findings.skip("standby", Words.of("no standby: SlaveMode=0 and no witness", "未使用热备：SlaveMode=0 且无见证服务器"));
            return;
        }
        StandbyKnock knock =
                new StandbyKnock(new StandbySecret(patient.config().base().sdkAuthPass()), new SecureRandom());
        if (standby.slaveMode()) {
            InetSocketAddress master = new InetSocketAddress(standby.masterServerIp(), standby.masterServerUdpPort());
            tell("standby.master", "MasterServerIP", master, knock.master(master), findings);
        }
        standby.witness().ifPresent(witness -> {
            InetSocketAddress address = new InetSocketAddress(witness.ip(), witness.udpPort());
            tell("standby.witness", "WitnessServerIP", address, knock.witness(address), findings);
        });
    }

    private static void tell(
            String check, String key, InetSocketAddress address, StandbyKnock.Answer answer, Findings findings) {
        String place = key + " UDP " + address.getHostString() + ":" + address.getPort();
        switch (answer) {
            case SAME_PASSWORD -> findings.ok(check, Words.of("%s answers", "%s 有应答", place));
            case OTHER_PASSWORD ->
                findings.fail(
                        check,
                        Words.of("%s has another SDKAuthPass", "%s 的 SDKAuthPass 不同", place),
                        Words.of("Set the same SDKAuthPass on all of them.", "请在各服务器上设置相同的 SDKAuthPass。"));
            case SILENT ->
                findings.fail(
                        check,
                        Words.of("nothing comes back from %s", "%s 没有应答", place),
                        Words.of(
                                "Does it run, is its UDP port open to this machine, is the address right?",
                                "请确认其在运行、UDP 端口对本机开放、地址正确。"));
        }
    }
}
