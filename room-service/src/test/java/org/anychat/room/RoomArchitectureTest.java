package org.anychat.room;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;

@AnalyzeClasses(packages = "org.anychat.room", importOptions = ImportOption.DoNotIncludeTests.class)
class RoomArchitectureTest {
    @ArchTest
    static final ArchRule PURE_DOMAIN = noClasses()
            .that()
            .resideInAnyPackage("..domain..", "..call..", "..routing..", "..direct..", "..mesh..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "com.hazelcast..", "org.anychat.runtime..")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(Clock.class, Instant.class, System.class);
}
