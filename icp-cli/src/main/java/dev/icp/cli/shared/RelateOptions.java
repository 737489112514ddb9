package dev.icp.cli.shared;

import dev.icp.ContextBuilder;
import dev.icp.Embedders;
import dev.icp.NeighbourIndexes;
import dev.icp.settings.PackingSettings;
import dev.icp.spi.DenseVectors;
import dev.icp.spi.Embedder;
import dev.icp.spi.NeighbourIndex;
import dev.icp.spi.PairedVectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** By what documents are related. */
public final class RelateOptions {
  enum Relate {
    WORDS,
    MEANING,
    BOTH
  }

  @Option(
      names = "--relate",
      paramLabel = "BY",
      converter = RelateKind.class,
      description =
          "By what documents are related: words, meaning (--model or --vectors) or both, whose"
              + " cosines are added. Default: meaning with --model or --vectors, else words.")
  @Nullable Relate relate;

  @Option(
      names = "--meaning-weight",
      paramLabel = "0...1",
      description =
          "With --relate both: weight of the meaning's cosine; that of the words has the rest."
              + " Default: "
              + Embedders.WEIGHT_OF_MEANING
              + ".")
  @Nullable Double weight;

  private static final class RelateKind implements ITypeConverter<Relate> {
    @Override
    public Relate convert(String value) {
      return switch (value) {
        case "words" -> Relate.WORDS;
        case "meaning" -> Relate.MEANING;
        case "both" -> Relate.BOTH;
        default ->
            throw new TypeConversionException(
                "expected words, meaning or both, not '" + value + "'");
      };
    }
  }

  /**
   * Returns what is wrong with them; null if nothing is.
   *
   * @param hasMeaning whether there is a model, or vectors
   */
  @Nullable String wrong(boolean hasMeaning) {
    if (relate == Relate.WORDS && hasMeaning) {
      return "--relate words goes without --model and --vectors";
    }
    if ((relate == Relate.MEANING || relate == Relate.BOTH) && !hasMeaning) {
      return "--relate " + (isBoth() ? "both" : "meaning") + " needs --model or --vectors";
    }
    if (weight == null) {
      return null;
    }
    if (!isBoth()) {
      return "--meaning-weight needs --relate both";
    }
    return weight > 0 && weight < 1
        ? null
        : "--meaning-weight: " + weight + ", expected above 0 and below 1";
  }

  /** Returns whether documents are related by words and by meaning. */
  public boolean isBoth() {
    return relate == Relate.BOTH;
  }

  /**
   * Tells how neighbours by words and by meaning are found.
   *
   * @param vectors in the place of a model's; null if there are none
   * @param model null if there are vectors
   */
  void both(
      ContextBuilder builder,
      @Nullable DenseVectors vectors,
      @Nullable Embedder<DenseVectors> model,
      MethodOptions method,
      NeighbourIndex<DenseVectors> byMeaning,
      PackingSettings settings) {
    int neighbours = settings.get(PackingSettings.NEIGHBOURS);
    double recall = settings.get(PackingSettings.RECALL);
    double share = weight == null ? Embedders.WEIGHT_OF_MEANING : weight;
    NeighbourIndex<PairedVectors> index =
        NeighbourIndexes.both(method.sparseIndex(recall), byMeaning, recall);
    if (vectors != null) {
      builder.neighbours(Embedders.both(vectors, share), index, neighbours);
    } else if (model != null) {
      builder.neighbours(Embedders.both(model, share), index, neighbours);
    }
  }
}
