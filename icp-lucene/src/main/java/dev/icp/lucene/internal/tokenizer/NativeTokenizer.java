package dev.icp.lucene.internal.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import dev.icp.lucene.SpecialTokens;
import dev.icp.spi.Tokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A tokenizer of the native library.
 *
 * <p>The library always makes a special token of one that is written out in a text. Where that is
 * not wanted, a text whose tokens have one is tokenized again by a second tokenizer, made when it
 * is first needed, that does not know them: see {@link TokenizerJson}.
 */
public final class NativeTokenizer implements Tokenizer {
  private static final Map<String, String> OPTIONS =
      Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "false");

  /** Most characters of a text in a message. */
  private static final int SHOWN = 80;

  private final HuggingFaceTokenizer tokenizer;
  private final Path path;
  private final TokenizerJson json;
  private final TextEnds ends;
  private final SpecialTokens policy;
  private final String fingerprint;
  private final @Nullable AddedToken[] specialById;
  private @Nullable HuggingFaceTokenizer textTokenizer;

  private NativeTokenizer(
      HuggingFaceTokenizer tokenizer, TokenizerFiles files, SpecialTokens policy) {
    this.tokenizer = tokenizer;
    this.policy = policy;
    path = files.path();
    json = files.json();
    ends = files.ends();
    fingerprint =
        "tokenizer.json sha256:"
            + json.sha256()
            + (policy == SpecialTokens.TOKEN ? ", special tokens in texts" : "");
    specialById = new AddedToken[json.vocabulary().size()];
    for (AddedToken token : json.vocabulary().added()) {
      specialById[token.id()] = token.special() ? token : null;
    }
  }

  /** See {@link dev.icp.lucene.HuggingFaceTokenizers#load}. */
  public static NativeTokenizer of(TokenizerFiles files, SpecialTokens policy) {
    NativeLibrary.load();
    NativeTokenizer tokenizer =
        new NativeTokenizer(make(files.json().forTokens(), files.path()), files, policy);
    tokenizer.requireIds();
    return tokenizer;
  }

  private static HuggingFaceTokenizer make(byte[] json, Path path) {
    try {
      return HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), OPTIONS);
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException(path + ": not a tokenizer.json: " + e, e);
    }
  }

  /** The library numbers added tokens itself. */
  private void requireIds() {
    for (AddedToken token : json.fromBeside()) {
      int[] ids = encode(tokenizer, token.content());
      if (!Arrays.equals(ids, new int[] {token.id()})) {
        throw new IllegalArgumentException(
            path
                + ": has no place for the token "
                + token.content()
                + " ("
                + token.id()
                + ") that a file beside it adds");
      }
    }
  }

  @Override
  public int[] encode(String text) {
    return encode(text, false).tokens();
  }

  @Override
  public Located locate(String text) {
    return encode(text, true);
  }

  private Located encode(String text, boolean withEnds) {
    if (text.isEmpty()) {
      return new Located(new int[0], new int[0]);
    }
    Located found = encode(tokenizer, text, withEnds);
    if (policy == SpecialTokens.TEXT && mayHaveSpecial(found.tokens(), text)) {
      found = encode(textTokenizer(), text, withEnds);
    }
    return found;
  }

  private boolean mayHaveSpecial(int[] tokens, String text) {
    for (int token : tokens) {
      AddedToken special = specialById[token];
      // Else it is one that the model itself gives, as for what is unknown.
      if (special != null && (special.normalized() || text.contains(special.content()))) {
        return true;
      }
    }
    return false;
  }

  private synchronized HuggingFaceTokenizer textTokenizer() {
    HuggingFaceTokenizer made = textTokenizer;
    if (made == null) {
      made = make(json.forText(), path);
      for (AddedToken token : json.vocabulary().added()) {
        if (!token.special()
            && !json.vocabulary().modelHas(token.content())
            && !Arrays.equals(encode(made, token.content()), encode(tokenizer, token.content()))) {
          throw new IllegalArgumentException(
              path
                  + ": special tokens written in a text cannot be told from text: "
                  + token.content()
                  + " would change its id");
        }
      }
      textTokenizer = made;
    }
    return made;
  }

  private int[] encode(HuggingFaceTokenizer by, String text) {
    return encode(by, text, false).tokens();
  }

  private Located encode(HuggingFaceTokenizer by, String text, boolean withEnds) {
    int[] tokens;
    int[] ends = {};
    try {
      // The library's own calls: DJL's encode makes a string and a span of each token besides.
      long encoding = TokenizersLibrary.LIB.encode(by.getHandle(), text, false);
      try {
        tokens = ints(TokenizersLibrary.LIB.getTokenIds(encoding));
        if (withEnds) {
          ends = ends(TokenizersLibrary.LIB.getTokenCharSpans(encoding), text);
        }
      } finally {
        TokenizersLibrary.LIB.deleteEncoding(encoding);
      }
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(cannot(text) + e.getMessage(), e);
    } finally {
      // DJL frees the native tokenizer in a finalizer, which must not run before we are done.
      Reference.reachabilityFence(this);
    }
    for (int token : tokens) {
      if (json.isLost(token)) {
        throw new IllegalArgumentException(
            cannot(text)
                + "its vocabulary has no token for one of the characters, and none for what is"
                + " unknown");
      }
    }
    return new Located(tokens, ends);
  }

  /** The library counts code points. */
  private static int[] ends(@Nullable CharSpan[] spans, String text) {
    int[] ends = new int[spans.length];
    int at = 0;
    int counted = 0;
    for (int i = 0; i < ends.length; i++) {
      CharSpan span = spans[i];
      // What a normaliser has put in stands nowhere.
      while (span != null && counted < span.getEnd() && at < text.length()) {
        at += Character.charCount(text.codePointAt(at));
        counted++;
      }
      ends[i] = at;
    }
    return ends;
  }

  private String cannot(String text) {
    String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    return path + ": cannot tokenize \"" + shown + "\": ";
  }

  private static int[] ints(long[] ids) {
    int[] tokens = new int[ids.length];
    for (int i = 0; i < ids.length; i++) {
      tokens[i] = (int) ids[i];
    }
    return tokens;
  }

  @Override
  public String decode(int[] tokens) {
    long[] ids = new long[tokens.length];
    for (int i = 0; i < tokens.length; i++) {
      requireToken(tokens[i]);
      ids[i] = tokens[i];
    }
    try {
      return tokenizer.decode(ids, false);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  private void requireToken(int token) {
    if (!json.vocabulary().contains(token)) {
      throw new IllegalArgumentException("token " + token + " is not in the vocabulary");
    }
  }

  @Override
  public int vocabularySize() {
    return json.vocabulary().size();
  }

  @Override
  public OptionalInt separator() {
    return ends.separator();
  }

  @Override
  public OptionalInt begin() {
    return ends.begin();
  }

  @Override
  public OptionalInt tokenId(String token) {
    return json.vocabulary().id(token);
  }

  @Override
  public String tokenText(int token) {
    requireToken(token);
    String text = json.vocabulary().token(token);
    return text == null ? "" : text;
  }

  @Override
  public Map<String, Integer> specialTokens() {
    Map<String, Integer> special = new LinkedHashMap<>();
    for (AddedToken token : json.vocabulary().added()) {
      if (token.special()) {
        special.put(token.content(), token.id());
      }
    }
    return special;
  }

  @Override
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>(ends.remarks());
    if (json.dropout() > 0) {
      remarks.add(
          path
              + ": the dropout of "
              + json.dropout()
              + " is left off, so that a text always has the same tokens");
    }
    return remarks;
  }

  @Override
  public String fingerprint() {
    return fingerprint;
  }
}
