package dev.icp.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.icp.CorpusFiles;
import dev.icp.PackingReport;
import dev.icp.PackingReport.SkippedDocument;
import dev.icp.PackingReport.SpecialTokenCount;
import dev.icp.PackingReport.StageReport;
import dev.icp.PackingReport.ThresholdCount;
import dev.icp.Stage;
import dev.icp.internal.report.ReportValues;
import dev.icp.internal.report.ReportValues.ContextValues;
import dev.icp.internal.report.ReportValues.DuplicateValues;
import dev.icp.internal.report.ReportValues.InputValues;
import dev.icp.internal.report.ReportValues.NeighbourValues;
import dev.icp.internal.report.ReportValues.OrderValues;
import dev.icp.internal.report.ReportValues.RelatednessValues;
import dev.icp.internal.report.ReportValues.RepetitionValues;
import dev.icp.internal.report.ReportValues.RunValues;
import dev.icp.internal.report.ReportValues.SettingValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportWriterTest {
  private static final PackingReport REPORT =
      new ReportValues(
          new InputValues(
              3,
              5_000_000_000L,
              1,
              List.of(new SkippedDocument(2, "é\n", "duplicate id")),
              "5eed",
              List.of(new SpecialTokenCount("<s>", 1, 5, 2)),
              new CorpusFiles(
                  List.of(new CorpusFiles.Read("JSON Lines", 2, 4)),
                  7,
                  List.of(new CorpusFiles.LeftOut("a/.git", "hidden"))),
              6,
              8),
          new NeighbourValues(0.9625, List.of(0L, 7L), 0.25, Double.NaN, true),
          new DuplicateValues(2, 1, List.of(new ThresholdCount(0.8, 6)), 0, 0, 4, 5),
          new OrderValues(
              false, 3, 1, List.of(0L, 1L), 0.25, Double.NaN, List.of(0L, 2L), List.of(2L, 0L)),
          new ContextValues(
              2,
              90,
              3,
              2,
              0,
              0,
              0,
              4,
              0,
              1,
              2,
              3,
              new RelatednessValues(
                  2, 1.5, 0.5, 0.125, 0.75, 0.25, 0.5, 0, Double.NaN, List.of(3L), List.of()),
              new RepetitionValues(2, 0.25, 0.5, 1.625, Double.NaN),
              12,
              34),
          new SettingValues(
              8192,
              "utf-8 bytes",
              257,
              "lexical",
              "inverted",
              20,
              "paper",
              "keep",
              "split",
              "short",
              256,
              "",
              "DOCUMENT",
              7,
              "<s>",
              -1,
              "",
              true,
              -1,
              true,
              "source",
              2),
          new RunValues(
              2,
              List.of("so"),
              List.of("tokens"),
              List.of(new StageReport(Stage.READ, 1.5, 1024))));

  @TempDir Path folder;

  @Test
  void isReadBack() throws IOException {
    Path file = folder.resolve("report.json");
    try (ReportWriter writer = ReportWriter.open(file)) {
      writer.write(REPORT);
      writer.commit();
    }

    assertThat(ReportReader.read(file)).isEqualTo(REPORT);
  }

  @Test
  void whatIsNoReportIsSaid() throws IOException {
    Path file = folder.resolve("report.json");
    assertThatThrownBy(() -> ReportReader.read(file))
        .isInstanceOf(BadOutputException.class)
        .hasMessage(file + ": no such file or folder");

    Files.writeString(file, "{\"documents\": 3}");
    assertThatThrownBy(() -> ReportReader.read(file))
        .isInstanceOf(BadOutputException.class)
        .hasMessage(
            file + ": not a report of this version of icp: field \"input\" is missing or wrong");
  }

  @Test
  void writesTheComponentsUnderTheirNames() throws IOException {
    Path file = folder.resolve("out/report.json");
    try (ReportWriter writer = ReportWriter.open(file)) {
      writer.write(REPORT);
      assertThat(file).doesNotExist();
      writer.commit();
    }

    assertThat(Files.readString(file))
        .isEqualTo(
            """
            {
              "input": {
                "documents": 3,
                "tokens": 5000000000,
                "documentsSkipped": 1,
                "skipped": [
                  {
                    "position": 2,
                    "id": "é\\n",
                    "reason": "duplicate id"
                  }
                ],
                "corpus": "5eed",
                "specialTokens": [
                  {
                    "token": "<s>",
                    "id": 1,
                    "count": 5,
                    "documents": 2
                  }
                ],
                "files": {
                  "read": [
                    {
                      "kind": "JSON Lines",
                      "files": 2,
                      "documents": 4
                    }
                  ],
                  "leftOut": 7,
                  "listed": [
                    {
                      "path": "a/.git",
                      "reason": "hidden"
                    }
                  ]
                },
                "idsNumbered": 6,
                "repetitionsDropped": 8
              },
              "neighbours": {
                "sampledRecall": 0.9625,
                "nearestCosines": [
                  0,
                  7
                ],
                "nearestWordCosine": 0.25,
                "randomWordCosine": null,
                "vectorsDisagree": true
              },
              "duplicates": {
                "exactCopies": 2,
                "withCloseNeighbour": 1,
                "thresholds": [
                  {
                    "cosine": 0.8,
                    "documents": 6
                  }
                ],
                "dropped": 0,
                "tokensDropped": 0,
                "moved": 4,
                "pairsTogether": 5
              },
              "order": {
                "repeats": false,
                "documents": 3,
                "breaks": 1,
                "breaksAlong": [
                  0,
                  1
                ],
                "meanAdjacentCosine": 0.25,
                "randomAdjacentCosine": null,
                "adjacentCosines": [
                  0,
                  2
                ],
                "randomAdjacentCosines": [
                  2,
                  0
                ]
              },
              "contexts": {
                "count": 2,
                "tokens": 90,
                "separators": 3,
                "begins": 2,
                "padding": 0,
                "wholePadding": 0,
                "tailPadding": 0,
                "separatorsLeftOut": 4,
                "tailTokensDropped": 0,
                "documentsCut": 1,
                "documentsBroughtForward": 2,
                "beginningWithin": 3,
                "relatedness": {
                  "contextsMeasured": 2,
                  "documentsPerContext": 1.5,
                  "meanPairCosine": 0.5,
                  "randomPairCosine": 0.125,
                  "meanBestEarlierCosine": 0.75,
                  "randomBestEarlierCosine": 0.25,
                  "redundantShare": 0.5,
                  "randomRedundantShare": 0.0,
                  "nextContextCosine": null,
                  "pairCosines": [
                    3
                  ],
                  "randomPairCosines": []
                },
                "repetition": {
                  "contextsMeasured": 2,
                  "compressedSize": 0.25,
                  "randomCompressedSize": 0.5,
                  "burstiness": 1.625,
                  "randomBurstiness": null
                },
                "groups": 12,
                "groupPadding": 34
              },
              "settings": {
                "contextLength": 8192,
                "tokenizer": "utf-8 bytes",
                "vocabularySize": 257,
                "embedder": "lexical",
                "neighbourIndex": "inverted",
                "neighbours": 20,
                "orderer": "paper",
                "nearDuplicates": "keep",
                "boundary": "split",
                "tail": "short",
                "separator": 256,
                "separatorText": "",
                "begin": "DOCUMENT",
                "beginToken": 7,
                "beginText": "<s>",
                "paddingToken": -1,
                "paddingText": "",
                "shuffled": true,
                "seed": -1,
                "deterministic": true,
                "groupBy": "source",
                "epoch": 2
              },
              "run": {
                "threads": 2,
                "tokenizerRemarks": [
                  "so"
                ],
                "resumed": [
                  "tokens"
                ],
                "stages": [
                  {
                    "stage": "read",
                    "seconds": 1.5,
                    "peakHeapBytes": 1024
                  }
                ]
              }
            }
            """);
  }

  @Test
  void closingWithoutCommitLeavesNothing() throws IOException {
    try (ReportWriter writer = ReportWriter.open(folder.resolve("report.json"))) {
      writer.write(REPORT);
    }

    assertThat(folder).isEmptyDirectory();
  }
}
