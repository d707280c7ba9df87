package org.anychat.server.doctor;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs the examinations, one after the other. */
public final class Doctor {
    private static final long CLOSE_SECONDS = 5;
    private static final String LOOPBACK = "127.0.0.1";

    private Doctor() {}

    /**
     * Examines the server of a folder, whether it runs or not.
     *
     * @param patient the server
     * @return what was found
     */
    public static Findings besideTheServer(Patient patient) {
        return run(
                patient,
                vertx -> List.of(
                        new ConfigurationExam(),
                        new MachineExam(),
                        new PortsExam(),
                        new AddressExam(),
                        new CertificateExam(),
                        new GatewayExam(vertx, inside(patient), 0),
                        new LicenceExam(),
                        new ClockExam(),
                        new PeersExam(vertx),
                        new StandbyExam()));
    }

    /**
     * Examines a server as its clients see it.
     *
     * @param patient this machine
     * @param host of a gateway
     * @param port its TCP port
     * @return what was found
     */
    public static Findings fromOutside(Patient patient, String host, int port) {
        return run(patient, vertx -> List.of(new GatewayExam(vertx, host, port), new ClockExam()));
    }

    private static String inside(Patient patient) {
        String listen = patient.config().network().listenAddress();
        return listen.equals("0.0.0.0") || listen.equals("::") ? LOOPBACK : listen;
    }

    private static Findings run(Patient patient, java.util.function.Function<Vertx, List<Examination>> examinations) {
        Findings findings = new Findings();
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(2)
                // A busy machine is no news for this report.
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.MINUTES)
                .setMaxEventLoopExecuteTime(1)
                .setPreferNativeTransport(true)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        try {
            for (Examination examination : examinations.apply(vertx)) {
                run(examination, patient, findings);
            }
        } finally {
            close(vertx);
        }
        return findings;
    }

    /** A check that trips over something unforeseen takes none of the others with it. */
    private static void run(Examination examination, Patient patient, Findings findings) {
        try {
            examination.examine(patient, findings);
        } catch (RuntimeException e) {
            String name = examination.getClass().getSimpleName();
            findings.warn(
                    "doctor",
                    Words.of("%s could not be carried out: %s", "%s 无法完成：%s", name, e),
                    Words.of("A defect of the doctor: report it.", "这是 doctor 的缺陷，请反馈。"));
        }
    }

    private static void close(Vertx vertx) {
        try {
            vertx.close().await(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            // The process ends with the command.
            return;
        }
    }
}
