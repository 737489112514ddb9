package dev.icp.formats;

import dev.icp.Begin;
import dev.icp.Boundary;
import dev.icp.Tail;
import dev.icp.formats.OutputManifest.Corpus;
import dev.icp.formats.OutputManifest.Counts;
import dev.icp.formats.OutputManifest.FileEntry;
import dev.icp.formats.OutputManifest.Output;
import dev.icp.formats.OutputManifest.Settings;
import dev.icp.formats.OutputManifest.Shard;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the values of a manifest can be, which may be a stranger's. */
final class ManifestValues {
  /** More than anything can be, and far from overflowing. */
  private static final long LARGEST = 1L << 52;

  private static final int LONGEST_PATH = 1000;

  private ManifestValues() {}

  /** Returns what a value should be and is not; null if all are as they can be. */
  static @Nullable String nonsense(OutputManifest manifest) {
    Counts counts = manifest.counts();
    Corpus corpus = manifest.corpus();
    Settings settings = manifest.settings();
    long[] whole = {
      counts.contexts(),
      counts.contextTokens(),
      counts.separators(),
      counts.begins(),
      counts.padding(),
      counts.documentsPacked(),
      counts.tailTokensDropped(),
      counts.nearDuplicatesDropped(),
      counts.nearDuplicateTokens(),
      corpus.documents(),
      corpus.tokens(),
      corpus.documentsSkipped()
    };
    if (Arrays.stream(whole).anyMatch(n -> n < 0 || n > LARGEST)) {
      return "a count below 0 or above " + LARGEST;
    }
    if (settings.contextLength() < 1) {
      return "contextLength: " + settings.contextLength() + ", expected 1 or more";
    }
    if (settings.vocabularySize() < 1) {
      return "vocabularySize: " + settings.vocabularySize() + ", expected 1 or more";
    }
    String contradiction = contradiction(settings, counts);
    if (contradiction != null) {
      return contradiction;
    }
    for (Output output : manifest.outputs()) {
      if (!output.folder().isEmpty() && !isInside(output.folder())) {
        return "folder \"" + output.folder() + "\" is none below the output folder";
      }
      for (Shard shard : output.shards()) {
        if (!isInside(shard.name()) || shard.name().indexOf('/') >= 0) {
          return "shard \"" + shard.name() + "\" is no name of a file";
        }
        if (shard.firstContext() < 0
            || shard.contexts() < 0
            || shard.firstContext() > LARGEST
            || shard.contexts() > LARGEST) {
          return "shard \"" + shard.name() + "\" has impossible contexts";
        }
      }
    }
    for (FileEntry file : manifest.files()) {
      if (!isInside(file.path())) {
        return "file \"" + file.path() + "\" is none below the output folder";
      }
      if (file.bytes() < 0 || file.bytes() > LARGEST) {
        return "file \"" + file.path() + "\" has impossible bytes";
      }
    }
    return null;
  }

  /** Returns which settings cannot be, or not beside each other; null if all can. */
  private static @Nullable String contradiction(Settings s, Counts counts) {
    if (Stream.of(Begin.values()).noneMatch(begin -> begin.toString().equals(s.begin()))) {
      return "begin: \"" + s.begin() + "\"";
    }
    if (Stream.of(Tail.values()).noneMatch(tail -> tail.toString().equals(s.tail()))) {
      return "tail: \"" + s.tail() + "\"";
    }
    if (Stream.of(Boundary.values())
        .noneMatch(boundary -> s.boundary().startsWith(boundary.toString()))) {
      return "boundary: \"" + s.boundary() + "\"";
    }
    for (int token : new int[] {s.separator(), s.beginToken(), s.paddingToken()}) {
      if (token < -1 || token >= s.vocabularySize()) {
        return "token " + token + " of a tokenizer that has " + s.vocabularySize();
      }
    }
    if (s.begin().equals(Begin.NONE.toString()) != (s.beginToken() == -1)) {
      return "begin: \"" + s.begin() + "\" with begin token " + s.beginToken();
    }
    if (counts.nearDuplicatesDropped() > 0 && !s.nearDuplicates().startsWith("drop:")) {
      return "near duplicates dropped with nearDuplicates \"" + s.nearDuplicates() + "\"";
    }
    if (s.boundary().equals(Boundary.SPLIT.toString())
        && counts.padding() > 0
        && !s.tail().equals(Tail.PAD.toString())) {
      return "padding with tail \"" + s.tail() + "\"";
    }
    if (counts.tailTokensDropped() > 0 && !s.mayLeaveOut()) {
      return "tokens left out with tail \"" + s.tail() + "\"";
    }
    return null;
  }

  /** Returns whether a name is one of something within the folder, on any system. */
  private static boolean isInside(String path) {
    if (path.isEmpty() || path.length() > LONGEST_PATH) {
      return false;
    }
    for (int i = 0; i < path.length(); i++) {
      if (Character.isISOControl(path.charAt(i)) || path.charAt(i) == '\\') {
        return false;
      }
    }
    for (String name : path.split("/", -1)) {
      if (name.isEmpty() || name.equals(".") || name.equals("..")) {
        return false;
      }
    }
    return !path.matches("[A-Za-z]:.*");
  }
}
