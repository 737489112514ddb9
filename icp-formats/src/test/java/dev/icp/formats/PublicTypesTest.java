package dev.icp.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What users can see; a type joins the list on purpose or not at all. */
class PublicTypesTest {
  @Test
  void areThese() throws Exception {
    Path classes =
        Path.of(CorpusReader.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .resolve("dev/icp/formats");
    List<String> visible = new ArrayList<>();
    try (Stream<Path> files = Files.list(classes)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        String name = file.getFileName().toString().replace(".class", "");
        Class<?> type = Class.forName("dev.icp.formats." + name);
        if (Modifier.isPublic(type.getModifiers())) {
          visible.add(name);
        }
      }
    }

    assertThat(visible)
        .containsExactlyInAnyOrder(
            "BadOutputException",
            "ContextReader",
            "ContextReader$Context",
            "ContextReader$Piece",
            "ContextWriters",
            "CorpusException",
            "CorpusPart",
            "CorpusReader",
            "FormatOption",
            "IfExists",
            "InspectionPage",
            "JsonLinesOption",
            "LengthsReport",
            "LengthsReport$Length",
            "NpyVectors",
            "NpyWriter",
            "OpenCorpus",
            "OutputComparer",
            "OutputComparison",
            "OutputComparison$Difference",
            "OutputComparison$InBoth",
            "OutputComparison$Measure",
            "OutputFolder",
            "OutputFormat",
            "OutputInspection",
            "OutputInspection$Beside",
            "OutputInspection$Contents",
            "OutputInspection$Distribution",
            "OutputInspection$KnownDocuments",
            "OutputInspection$MetadataField",
            "OutputInspection$Neighbourhood",
            "OutputInspection$Relations",
            "OutputInspection$SampleContext",
            "OutputInspection$SamplePiece",
            "OutputInspector",
            "OutputManifest",
            "OutputManifest$Corpus",
            "OutputManifest$Counts",
            "OutputManifest$FileEntry",
            "OutputManifest$Output",
            "OutputManifest$Settings",
            "OutputManifest$Shard",
            "OutputOptions",
            "OutputOrigin",
            "OutputPart",
            "OutputPart$Plan",
            "OutputPart$Written",
            "OutputParts",
            "ReportedFiles",
            "OutputVerifier",
            "OutputVerifier$Progress",
            "ReportReader",
            "ReportWriter",
            "TrainerPreset",
            "TrainerPreset$Conflict",
            "VectorsById");
  }
}
