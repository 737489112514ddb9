package dev.icp.lucene.internal.tokenizer;

import dev.icp.lucene.internal.tokenizer.BaseModels.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that end and begin a document: those that the files name, but for a chat turn's, in
 * place of which the base model's are taken where they are known.
 *
 * @param separator the token that ends a document
 * @param begin the token that begins one
 * @param remarks what a user should know of how they were chosen
 */
record TextEnds(OptionalInt separator, OptionalInt begin, List<String> remarks) {
  private static final List<String> COMMON = List.of("</s>", "<|endoftext|>", "[SEP]");

  /** Chooses. */
  static TextEnds of(Vocabulary vocabulary, NamedTokens named) {
    List<String> remarks = new ArrayList<>();
    Family family = BaseModels.known().of(vocabulary);
    return new TextEnds(
        separator(vocabulary, named, family, remarks),
        begin(vocabulary, named, family),
        List.copyOf(remarks));
  }

  private static OptionalInt separator(
      Vocabulary vocabulary, NamedTokens named, @Nullable Family family, List<String> remarks) {
    String end = named.token("eos_token");
    if (end == null) {
      return withoutName(vocabulary, named, family);
    }
    OptionalInt id = vocabulary.id(end);
    if (id.isEmpty()) {
      remarks.add(
          named.file("eos_token") + ": eos_token " + end + " is not in the tokenizer's vocabulary");
      return id;
    }
    if (!BaseModels.known().isChatTurn(end)) {
      return id;
    }
    String turn = named.file("eos_token") + ": eos_token " + end + " (" + id.getAsInt() + ")";
    OptionalInt base = family == null ? OptionalInt.empty() : vocabulary.id(family.end());
    if (family == null || base.isEmpty()) {
      remarks.add(turn + " ends the turn of a chat; no other end of text is known, so it is used");
      return id;
    }
    remarks.add(
        turn
            + " ends the turn of a chat; "
            + family.end()
            + " ("
            + base.getAsInt()
            + "), the base model's end of text, is used instead");
    return base;
  }

  private static OptionalInt withoutName(
      Vocabulary vocabulary, NamedTokens named, @Nullable Family family) {
    String sep = named.token("sep_token");
    if (sep != null && vocabulary.id(sep).isPresent()) {
      return vocabulary.id(sep);
    }
    if (family != null) {
      return vocabulary.id(family.end());
    }
    for (String token : COMMON) {
      OptionalInt id = vocabulary.specialId(token);
      if (id.isPresent()) {
        return id;
      }
    }
    return OptionalInt.empty();
  }

  private static OptionalInt begin(
      Vocabulary vocabulary, NamedTokens named, @Nullable Family family) {
    String begin = named.token("bos_token");
    if (begin != null
        && vocabulary.id(begin).isPresent()
        && !BaseModels.known().isChatTurn(begin)) {
      return vocabulary.id(begin);
    }
    return family == null || family.begin() == null
        ? OptionalInt.empty()
        : vocabulary.id(family.begin());
  }
}
