package org.anychat.auth;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;

@AnalyzeClasses(packages = "org.anychat.auth", importOptions = ImportOption.DoNotIncludeTests.class)
class AuthArchitectureTest {
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
                            "org.anychat.auth..",
                            "org.anychat.contracts..",
                            "org.anychat.runtime..",
                            "org.anychat.plugin..")
                    .or(JavaClass.Predicates.resideOutsideOfPackage("org.anychat..")));
}
