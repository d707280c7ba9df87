package org.anychat.license;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;

@AnalyzeClasses(packages = "org.anychat.license", importOptions = ImportOption.DoNotIncludeTests.class)
class LicenseArchitectureTest {
    @ArchTest
    static final ArchRule PURE_DOMAIN = noClasses()
            .that()
            .resideInAPackage("..domain..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "com.hazelcast..", "org.anychat.runtime..")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(Clock.class, Instant.class, System.class);

    @ArchTest
    static final ArchRule NO_OTHER_SERVICE = classes()
            .should()
            .onlyDependOnClassesThat(JavaClass.Predicates.resideInAnyPackage(
                            "org.anychat.license..", "org.anychat.contracts..", "org.anychat.runtime..")
                    .or(JavaClass.Predicates.resideOutsideOfPackage("org.anychat..")));
}
