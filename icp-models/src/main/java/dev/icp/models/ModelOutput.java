package dev.icp.models;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The output of a model that is taken: by its name, never by its position, since what a model gives
 * besides, in whatever order, are other things (weights of words, vectors for late interaction).
 *
 * @param name as the model has it
 * @param ofTokens whether there is a vector for each token, which are pooled, or one for each text
 */
record ModelOutput(String name, boolean ofTokens) {
  private static final List<String> TEXTS =
      List.of(
          "sentence_embedding",
          "sentence_embeddings",
          "dense_vecs",
          "text_embeds",
          "text_embedding",
          "embedding",
          "embeddings");
  private static final List<String> TOKENS =
      List.of("last_hidden_state", "token_embeddings", "hidden_states");

  private static final int TEXT_RANK = 2;
  private static final int TOKEN_RANK = 3;

  /**
   * An output as the model describes it.
   *
   * @param rank number of dimensions; 0 for what is no tensor
   * @param shown its type and shape, for people
   */
  record Described(int rank, String shown) {}

  /**
   * Chooses.
   *
   * @param wanted the name that was asked for; null for what is usual
   * @param pooled whether a pooling was asked for, which only vectors of tokens can have
   * @throws IllegalArgumentException naming the file and its outputs if none can be chosen
   */
  static ModelOutput choose(
      Path file, Map<String, Described> outputs, @Nullable String wanted, boolean pooled) {
    if (wanted != null) {
      Described output = outputs.get(wanted);
      if (output == null) {
        throw refused(file, "has no output \"" + wanted + "\"", outputs);
      }
      return of(file, wanted, output, pooled, outputs);
    }
    if (!pooled) {
      for (String name : TEXTS) {
        if (rank(outputs, name) == TEXT_RANK) {
          return new ModelOutput(name, false);
        }
      }
    }
    for (String name : TOKENS) {
      if (rank(outputs, name) == TOKEN_RANK) {
        return new ModelOutput(name, true);
      }
    }
    if (outputs.size() == 1) {
      Map.Entry<String, Described> only = outputs.entrySet().iterator().next();
      return of(file, only.getKey(), only.getValue(), pooled, outputs);
    }
    throw refused(
        file, "has no output of a name that is known; choose one (model output)", outputs);
  }

  private static int rank(Map<String, Described> outputs, String name) {
    Described output = outputs.get(name);
    return output == null ? 0 : output.rank;
  }

  private static ModelOutput of(
      Path file, String name, Described output, boolean pooled, Map<String, Described> outputs) {
    if (output.rank == TOKEN_RANK) {
      return new ModelOutput(name, true);
    }
    if (output.rank != TEXT_RANK) {
      throw refused(
          file, "gives vectors neither of tokens nor of texts in \"" + name + "\"", outputs);
    }
    if (pooled) {
      throw refused(
          file, "pools itself in \"" + name + "\", so that no pooling can be chosen", outputs);
    }
    return new ModelOutput(name, false);
  }

  private static IllegalArgumentException refused(
      Path file, String problem, Map<String, Described> outputs) {
    StringJoiner all = new StringJoiner(", ");
    outputs.forEach((name, output) -> all.add(name + " " + output.shown));
    return new IllegalArgumentException(file + ": " + problem + "; its outputs: " + all);
  }
}
