package dev.icp.lucene.internal.tokenizer;

import dev.icp.lucene.internal.JsonFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A tokenizer.json and what lies beside it.
 *
 * @param path where tokenizer.json was read from
 * @param json what it says
 * @param ends the tokens that end and begin a document
 */
public record TokenizerFiles(Path path, TokenizerJson json, TextEnds ends) {
  private static final String MAIN = "tokenizer.json";

  /**
   * Reads the files; see {@link dev.icp.lucene.HuggingFaceTokenizers#load}.
   *
   * @param path a tokenizer.json under any name, or the folder it is in
   */
  public static TokenizerFiles at(Path path) {
    if (!Files.exists(path)) {
      throw new IllegalArgumentException(path + ": no such file or folder");
    }
    Path main = Files.isDirectory(path) ? path.resolve(MAIN) : path;
    if (!Files.exists(main)) {
      throw new IllegalArgumentException(path + ": no " + MAIN + " in this folder");
    }
    NamedTokens named = new NamedTokens(main);
    TokenizerJson json = TokenizerJson.of(JsonFile.bytes(main), main, named.added());
    return new TokenizerFiles(main, json, TextEnds.of(json.vocabulary(), named));
  }
}
