package chat.parley;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Who may import whom (ARCHITECTURE.md), each rule with its reason. */
class ArchitectureTest {
    private static final JavaClasses PARLEY = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("chat.parley");

    /** The rungs of core; each may import only those below it, and its own. */
    private static final List<List<String>> LADDER = List.of(
            List.of("id", "reply"),
            List.of("bus", "limit"),
            List.of("account"),
            List.of("conversation"),
            List.of("presence"),
            List.of("message"),
            List.of(
                    "receipt",
                    "thread",
                    "typing",
                    "sync",
                    "search",
                    "attachment",
                    "retention",
                    "notice",
                    "collected",
                    "draft",
                    "scheduled",
                    "usergroup"),
            List.of("preview", "export", "emoji"));

    @Test
    void wireKnowsOnlyTheJdkAndItsJsonLibrary() {
        classes()
                .that()
                .resideInAPackage("chat.parley.wire..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "chat.parley.wire..", "java..", "com.fasterxml.jackson.core..", "org.jspecify.."))
                .because("SDKs and the load generator use it without the server")
                .check(PARLEY);
    }

    @Test
    void coreKnowsNoSocketNoDatabaseAndNoVendor() {
        classes()
                .that()
                .resideInAPackage("chat.parley.core..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "chat.parley.core..",
                        "chat.parley.wire..",
                        "chat.parley.setting..",
                        "java..",
                        "javax.crypto..",
                        "org.slf4j..",
                        "org.jspecify..",
                        "com.google.errorprone.annotations.."))
                .andShould()
                .onlyDependOnClassesThat(not(resideInAnyPackage("java.sql..", "javax.sql..", "java.net.http..")))
                .because("what chat is must stay readable and testable by itself")
                .check(PARLEY);
    }

    @TestFactory
    List<DynamicTest> coreIsALadderThatIsOnlyClimbedDown() {
        List<DynamicTest> rungs = new ArrayList<>();
        List<String> allowed = new ArrayList<>(List.of("chat.parley.wire..", "chat.parley.setting.."));
        for (List<String> rung : LADDER) {
            for (String feature : rung) {
                List<String> below = new ArrayList<>(allowed);
                below.add(core(feature));
                rungs.add(DynamicTest.dynamicTest(
                        feature,
                        () -> classes()
                                .that()
                                .resideInAPackage(core(feature))
                                .should()
                                .onlyDependOnClassesThat(resideInAnyPackage(below.toArray(String[]::new))
                                        .or(resideOutsideOfPackages("chat.parley..")))
                                .because("a feature that knows those above it cannot be understood without them")
                                .check(PARLEY)));
            }
            rung.forEach(feature -> allowed.add(core(feature)));
        }
        return rungs;
    }

    @Test
    void everyFeatureOfCoreHasItsRung() {
        List<String> rungs = LADDER.stream()
                .flatMap(List::stream)
                .map(ArchitectureTest::core)
                .toList();
        classes()
                .that()
                .resideInAPackage("chat.parley.core..")
                .should()
                .resideInAnyPackage(rungs.toArray(String[]::new))
                .because("a package beside the ladder would be bound by no rule")
                .check(PARLEY);
    }

    @Test
    void gatewayAndHttpKnowNoAdapterAndNotEachOther() {
        noClasses()
                .that()
                .resideInAPackage("chat.parley.gateway..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("chat.parley.http..", "chat.parley.adapter..")
                .because("connections meet the world through the ports of core, so that an adapter can be exchanged")
                .check(PARLEY);
        noClasses()
                .that()
                .resideInAPackage("chat.parley.http..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("chat.parley.gateway..", "chat.parley.adapter..")
                .because("requests meet the world through the ports of core, so that an adapter can be exchanged")
                .check(PARLEY);
    }

    @Test
    void adaptersKnowOnlyCoreAndTheirDriver() {
        noClasses()
                .that()
                .resideInAPackage("chat.parley.adapter..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("chat.parley.gateway..", "chat.parley.http..", "chat.parley.app..")
                .because("an adapter serves core, whoever asks")
                .check(PARLEY);
        slices().assignedFrom(new ByTechnology())
                .should()
                .notDependOnEachOther()
                .because("technologies are exchanged one by one")
                .check(PARLEY);
    }

    @Test
    void onlyAdaptersAndAppSpeakSql() {
        noClasses()
                .that(resideOutsideOfPackages("chat.parley.adapter.postgres..", "chat.parley.app.."))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..", "com.zaxxer.."))
                .because("all SQL is in one place")
                .check(PARLEY);
    }

    @Test
    void nobodyImportsApp() {
        noClasses()
                .that()
                .resideOutsideOfPackage("chat.parley.app..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("chat.parley.app..")
                .because("the composition root is the end of every arrow")
                .check(PARLEY);
    }

    @Test
    void settingImportsNothingOfParley() {
        noClasses()
                .that()
                .resideInAPackage("chat.parley.setting..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("chat.parley..").and(not(resideInAPackage("chat.parley.setting.."))))
                .because("it is below everything")
                .check(PARLEY);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("chat.parley.(**)")
                .should()
                .beFreeOfCycles()
                .because("packages that need each other are one package")
                .check(PARLEY);
    }

    private static String core(String feature) {
        return "chat.parley.core." + feature;
    }

    /** {@code chat.parley.adapter.x} and all below it are one slice: the embedded database belongs to postgres. */
    private static final class ByTechnology implements SliceAssignment {
        private static final String ADAPTER = "chat.parley.adapter.";

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            String name = type.getPackageName();
            return name.startsWith(ADAPTER)
                    ? SliceIdentifier.of(name.substring(ADAPTER.length()).split("\\.", 2)[0])
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "adapters by technology";
        }
    }
}
