package org.anychat.system;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The module rules: who may know whom. */
class ModuleRulesTest {
    private static final String[] SERVICES = {
        "org.anychat.gateway..",
        "org.anychat.auth..",
        "org.anychat.room..",
        "org.anychat.relay..",
        "org.anychat.license.."
    };
    private static JavaClasses classes;

    @BeforeAll
    static void importClasses() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.anychat");
    }

    @Test
    void shouldKeepServicesApart() {
        slices().matching("org.anychat.(gateway|auth|room|relay|license)..")
                .should()
                .notDependOnEachOther()
                .check(classes);
    }

    @Test
    void shouldKeepFoundationsApart() {
        slices().matching("org.anychat.(contracts|protocol|webrtc|plugin)..")
                .should()
                .notDependOnEachOther()
                .check(classes);
    }

    @Test
    void shouldLetOnlyTheGatewayTranslateBetweenProtocolAndContracts() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "org.anychat.gateway..",
                        "org.anychat.protocol..",
                        "org.anychat.client..",
                        "org.anychat.server..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.anychat.protocol..")
                .check(classes);
    }

    @Test
    void shouldKeepTheRuntimeBelowTheServices() {
        noClasses()
                .that()
                .resideInAnyPackage("org.anychat.runtime..", "org.anychat.contracts..", "org.anychat.protocol..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(SERVICES)
                .check(classes);
    }

    @Test
    void shouldLetOnlyTheServerComposeServices() {
        noClasses()
                .that()
                .resideOutsideOfPackages(concat(SERVICES, "org.anychat.server.."))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(SERVICES)
                .check(classes);
    }

    @Test
    void shouldKeepTheClientFreeOfTheServersWorld() {
        noClasses()
                .that()
                .resideInAPackage("org.anychat.client..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "com.hazelcast..", "org.anychat.contracts..", "org.anychat.runtime..")
                .check(classes);
    }

    @Test
    void shouldShowPluginsTheJdkOnly() {
        noClasses()
                .that()
                .resideInAPackage("org.anychat.plugin..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages("org.anychat.plugin..", "java..")
                .check(classes);
    }

    @Test
    void shouldLetOnlyAuthKnowPlugins() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.anychat.plugin..", "org.anychat.auth..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.anychat.plugin..")
                .check(classes);
    }

    @Test
    void shouldKeepWebrtcFreeOfVertx() {
        noClasses()
                .that()
                .resideInAPackage("org.anychat.webrtc..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "com.hazelcast..")
                .check(classes);
    }

    private static String[] concat(String[] some, String more) {
        String[] all = java.util.Arrays.copyOf(some, some.length + 1);
        all[some.length] = more;
        return all;
    }
}
