package dev.icp;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.icp.contract.ModuleRules;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Data flows one way, and the packages show it. */
class ArchitectureTest {
  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.icp");

  /** In the order of the flow. */
  private static final List<String> STAGES =
      List.of("documents", "vectors", "neighbours", "order", "contexts");

  /** What stages may use. */
  private static final List<String> SHARED = List.of("base", "kernel", "report");

  @Test
  void whatTheModuleExports() throws IOException {
    ModuleRules.exports(
        "dev.icp",
        "dev.icp.distributed",
        "dev.icp.settings",
        "dev.icp.spi",
        "dev.icp.internal.base to dev.icp.cli, dev.icp.formats, dev.icp.lucene, dev.icp.models",
        "dev.icp.internal.documents to dev.icp.formats",
        "dev.icp.internal.kernel to dev.icp.cli",
        "dev.icp.internal.report to dev.icp.formats");
  }

  @Test
  void stagesDoNotKnowEachOther() {
    for (String stage : STAGES) {
      for (String other : STAGES) {
        // Contexts are made of the tokens and ids that the documents were read into.
        boolean allowed = stage.equals("contexts") && other.equals("documents");
        if (!stage.equals(other) && !allowed) {
          noClasses()
              .that()
              .resideInAPackage(in(stage))
              .should()
              .dependOnClassesThat()
              .resideInAPackage(in(other))
              .check(CORE);
        }
      }
    }
  }

  private static String in(String stage) {
    return "dev.icp.internal." + stage + "..";
  }

  /** The one way against the rule above is the stores; what fills them stays unknown. */
  @Test
  void contextsKnowOnlyTheStoresOfDocuments() {
    noClasses()
        .that()
        .resideInAPackage(in("contexts"))
        .should()
        .dependOnClassesThat(
            resideInAPackage(in("documents"))
                .and(new NotNamed("TokenStore", "IdStore", "KeptTexts")))
        .check(CORE);
  }

  @Test
  void everyInternalPackageIsAStageOrShared() {
    List<String> known = new ArrayList<>(STAGES);
    known.addAll(SHARED);
    classes()
        .that()
        .resideInAPackage("dev.icp.internal..")
        .should()
        .resideInAnyPackage(known.stream().map(ArchitectureTest::in).toArray(String[]::new))
        .check(CORE);
  }

  @Test
  void whatIsSharedKnowsNoStage() {
    noClasses()
        .that()
        .resideInAnyPackage(SHARED.stream().map(ArchitectureTest::in).toArray(String[]::new))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(STAGES.stream().map(ArchitectureTest::in).toArray(String[]::new)))
        .check(CORE);
  }

  @Test
  void noCyclesAmongInternalPackages() {
    slices().matching("dev.icp.internal.(*)..").should().beFreeOfCycles().check(CORE);
  }

  /** Of the face, the stages know the values that go in and come out, not what wires them. */
  @Test
  void stagesKnowOnlyValuesOfTheFace() {
    noClasses()
        .that(resideInAPackage("dev.icp.internal..").and(resideOutsideOfPackage(in("report"))))
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.icp")
                .and(
                    new NotNamed(
                        "Document",
                        "DuplicateIds",
                        "BadDocumentException",
                        "PackedContext",
                        "Segment",
                        "Begin",
                        "Boundary",
                        "Tail",
                        "SpecialTokenCount")))
        .check(CORE);
    noClasses()
        .that()
        .resideInAPackage("dev.icp.spi")
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.icp")
                .and(
                    new NotNamed("Document", "PackedContext", "PackingReport", "Boundary", "Tail")))
        .check(CORE);
  }

  /** What was set is told to the stages, by what wires them. */
  @Test
  void stagesDoNotKnowTheSettings() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.icp.internal..", "dev.icp.spi")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.icp.settings")
        .check(CORE);
  }

  /** What is reported is values of the face; the stages report nothing themselves. */
  @Test
  void onlyTheFaceKnowsTheReport() {
    noClasses()
        .that(resideInAPackage("dev.icp.internal..").and(resideOutsideOfPackage(in("report"))))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(in("report"))
        .check(CORE);
    classes()
        .that()
        .resideInAPackage(in("report"))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "dev.icp", in("report"), "org.jspecify.annotations")
        .check(CORE);
  }

  @Test
  void dependsOnTheJdkAndFastutilOnly() {
    classes()
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                "java..",
                "jdk.incubator.vector",
                "dev.icp..",
                "it.unimi.dsi.fastutil..",
                "org.jspecify.annotations"))
        .check(CORE);
  }

  @Test
  void nothingGoesByTheDefaultLocale() {
    ModuleRules.of("dev.icp").nothingGoesByTheDefaultLocale();
  }

  @Test
  void noFileIsLong() throws IOException {
    // Which says of one figure after the other what it means, and does nothing.
    ModuleRules.noFileIsLongBut();
  }

  /** The incubator module is there only if the JVM was told so: one class knows it. */
  @Test
  void onlyOneClassKnowsTheVectorApi() {
    noClasses()
        .that(new NotNamed("VectorKernel", "Panels"))
        .should()
        .dependOnClassesThat(resideInAPackage("jdk.incubator.vector"))
        .check(CORE);
  }

  @Test
  void whatIsExported() {
    assertThat(publicTypes("dev.icp"))
        .containsExactly(
            "BadDocumentException",
            "Begin",
            "Boundary",
            "ContextBuilder",
            "ContextLengths",
            "ContextLengths.Part",
            "ContextOrderers",
            "CorpusFiles",
            "CorpusFiles.LeftOut",
            "CorpusFiles.Read",
            "CorpusIndex",
            "CorpusIndex.Changes",
            "CorpusNeighbours",
            "CorpusNeighbours.Neighbour",
            "Document",
            "DroppedDocument",
            "DuplicateIds",
            "EmbeddedCorpus",
            "Embedders",
            "LengthCurriculum",
            "NearDuplicates",
            "NearDuplicates.Candidate",
            "NeighbourIndexes",
            "PackedContext",
            "PackedContexts",
            "PackingReport",
            "PackingReport.Contexts",
            "PackingReport.Duplicates",
            "PackingReport.Input",
            "PackingReport.Neighbours",
            "PackingReport.Order",
            "PackingReport.Run",
            "PackingReport.Settings",
            "PackingReport.SkippedDocument",
            "PackingReport.SpecialTokenCount",
            "PackingReport.StageReport",
            "PackingReport.ThresholdCount",
            "ProgressListener",
            "Relatedness",
            "Repetition",
            "Segment",
            "Stage",
            "Tail",
            "Tokenizers");
    assertThat(publicTypes("dev.icp.settings"))
        .containsExactly(
            "CheckedSettings",
            "CommandWords",
            "PackingSettings",
            "Setting",
            "TakesSettings",
            "TokenChoice",
            "WrongSettingException");
    assertThat(publicTypes("dev.icp.spi"))
        .containsExactly(
            "ContextOrderer",
            "ContextWriter",
            "ContextWriter.Planned",
            "DenseVectors",
            "DocumentOrder",
            "DocumentParts",
            "DocumentParts.Part",
            "Embedder",
            "EmbeddingSession",
            "NeighbourGraph",
            "NeighbourGraph.Builder",
            "NeighbourIndex",
            "OnFailure",
            "OrderingProblem",
            "PairedVectors",
            "Recall",
            "SparseRows",
            "SparseVectors",
            "StageContext",
            "StageResources",
            "Storage",
            "TextBatches",
            "TextBatches.Origin",
            "TextBatches.Rows",
            "Tokenizer",
            "Tokenizer.Located",
            "Vectors");
    assertThat(publicTypes("dev.icp.distributed"))
        .containsExactly(
            "Cells",
            "Cells.Chooser",
            "DocumentCopies",
            "GroupDocuments",
            "GroupLayout",
            "GroupLayout.Content",
            "GroupLayout.Part",
            "GroupPacker",
            "NearDuplicateDrop",
            "NearDuplicateLists",
            "QueryNeighbours",
            "SpecialTokensInTexts",
            "TermStatistics",
            "TermStatistics.Weights");
  }

  /** The parts are put together elsewhere: nothing here is built on them. */
  @Test
  void nothingKnowsThePartsForOtherMachines() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.icp.distributed")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.icp.distributed")
        .check(CORE);
  }

  @Test
  void exportedClassesAreFinalOrInterfaces() {
    for (JavaClass type : CORE) {
      boolean exported =
          type.getPackageName().matches("dev\\.icp(\\.spi|\\.settings|\\.distributed)?");
      if (exported && type.getModifiers().contains(JavaModifier.PUBLIC)) {
        assertThat(type.isInterface() || type.getModifiers().contains(JavaModifier.FINAL))
            .as("%s is an interface or final", type.getName())
            .isTrue();
      }
    }
  }

  private static List<String> publicTypes(String folder) {
    return CORE.stream()
        .filter(type -> type.getPackageName().equals(folder))
        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
        .filter(type -> !type.getSimpleName().equals("package-info"))
        .map(type -> type.getName().substring(folder.length() + 1).replace('$', '.'))
        .sorted()
        .toList();
  }

  private static final class NotNamed extends DescribedPredicate<JavaClass> {
    private final List<String> names;

    NotNamed(String... names) {
      super("other than %s", String.join(", ", names));
      this.names = List.of(names);
    }

    @Override
    public boolean test(JavaClass type) {
      return !names.contains(type.getSimpleName()) && !type.getSimpleName().isEmpty();
    }
  }
}
