package org.anychat.client;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

@AnalyzeClasses(packages = "org.anychat.client", importOptions = ImportOption.DoNotIncludeTests.class)
class ModuleRulesTest {
    @ArchTest
    static final ArchRule SHOULD_KNOW_ONLY_PROTOCOL_AND_WEBRTC_OF_THE_PLATFORM = ArchRuleDefinition.noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.vertx..",
                    "com.hazelcast..",
                    "com.fasterxml..",
                    "org.bouncycastle..",
                    "org.anychat.contracts..",
                    "org.anychat.runtime..",
                    "org.anychat.gateway..",
                    "org.anychat.auth..",
                    "org.anychat.room..",
                    "org.anychat.relay..",
                    "org.anychat.license..",
                    "org.anychat.server..");

    @ArchTest
    static final ArchRule SHOULD_KEEP_PAYLOAD_FORMATS_ALONE = ArchRuleDefinition.classes()
            .that()
            .resideInAPackage("org.anychat.client.rtp")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("org.anychat.client.rtp", "java..");

    @ArchTest
    static final ArchRule SHOULD_HAVE_NO_CYCLES = SlicesRuleDefinition.slices()
            .matching("org.anychat.client.(*)..")
            .should()
            .beFreeOfCycles();
}
