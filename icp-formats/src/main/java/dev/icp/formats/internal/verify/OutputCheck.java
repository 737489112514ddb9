package dev.icp.formats.internal.verify;

import dev.icp.PackedContext;
import dev.icp.Tail;
import dev.icp.formats.BadOutputException;
import dev.icp.formats.ContextReader;
import dev.icp.formats.ContextReader.Context;
import dev.icp.formats.OutputManifest;
import dev.icp.formats.OutputManifest.Output;
import dev.icp.formats.OutputManifest.Shard;
import dev.icp.formats.internal.format.FormatReader;
import dev.icp.formats.internal.format.StoredContext;
import dev.icp.formats.internal.format.StoredOutput;
import dev.icp.formats.internal.format.StoredShard;
import dev.icp.formats.internal.output.ContentsDigest;
import dev.icp.formats.internal.output.SegmentsReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Checks the contexts of an output in one of its formats. */
public final class OutputCheck {
  private final OutputManifest manifest;
  private final StoredOutput stored;
  private final Path folder;
  private final Output output;
  private final String location;

  /**
   * @param stored one of the manifest's outputs
   */
  public OutputCheck(OutputManifest manifest, StoredOutput stored) {
    this.manifest = manifest;
    this.stored = stored;
    folder = stored.root();
    output = stored.output();
    location = stored.folder().toString();
  }

  /**
   * Reads everything and compares it with the segments and the manifest.
   *
   * @param progress hears how many contexts have been read
   * @throws BadOutputException at the first violation
   * @throws IOException if something cannot be read
   */
  public void run(LongConsumer progress) throws IOException {
    requireShards();
    int groups =
        ExactlyOnce.groups(manifest.counts().documentsPacked() + manifest.counts().contexts());
    ContextChecks checks = new ContextChecks(manifest, output);
    boolean repeats = manifest.settings().repeats();
    boolean mayLack = repeats || manifest.settings().tail().equals(Tail.DROP.toString());
    long documents = 0;
    long dropped = 0;
    for (int group = 0; group < groups; group++) {
      ExactlyOnce once = new ExactlyOnce(group, groups, repeats, !mayLack);
      if (group == 0) {
        checkContexts(checks, once, progress);
      } else {
        addPieces(once);
      }
      DroppedIds.forEach(folder, manifest, once::addDropped);
      ExactlyOnce.Violation violation = once.check();
      if (violation != null) {
        throw new BadOutputException(location, explained(violation));
      }
      documents += once.documents();
      dropped += once.dropped();
    }
    checks.finish(location);
    requireDocuments(documents, dropped);
  }

  private void requireShards() throws BadOutputException {
    long next = 0;
    for (Shard shard : output.shards()) {
      if (shard.firstContext() != next || shard.contexts() < 0) {
        throw new BadOutputException(
            folder.resolve(OutputManifest.NAME).toString(),
            String.format(
                Locale.ROOT,
                "shard %s of %s begins with context %d, expected %d",
                shard.name(),
                output.format(),
                shard.firstContext(),
                next));
      }
      next += shard.contexts();
    }
  }

  private void checkContexts(ContextChecks checks, ExactlyOnce once, LongConsumer progress)
      throws IOException {
    FormatReader shards = stored.format().reader(stored, manifest.settings().contextLength());
    try (SegmentsReader segments = new SegmentsReader(stored, index -> true)) {
      for (int s = 0; s < output.shards().size(); s++) {
        String name = stored.path(s);
        long contexts = shardOf(s).contexts();
        String sidecar = String.valueOf(SegmentsReader.file(stored, shardOf(s)).getFileName());
        try (StoredShard shard = shards.open(s);
            WrittenLines lines =
                new WrittenLines(stored, shardOf(s), output.tokenType().equals("text"))) {
          for (long c = 0; c < contexts; c++) {
            Context context = segments.read();
            StoredContext found = shard == null ? besideSegments(context) : shard.next();
            if (context == null || (shard != null && found == null)) {
              throw new BadOutputException(name, c + " contexts, the manifest says " + contexts);
            }
            PackedContext packed = checks.check(name, context, found);
            if (shard != null && packed != null) {
              shard.requireBeside(packed, sidecar);
            }
            lines.require(context);
            context.pieces().forEach(piece -> once.add(piece.id(), piece.from(), piece.to()));
            progress.accept(context.index() + 1);
          }
          lines.requireEnd();
          if (shard != null && shard.next() != null) {
            throw new BadOutputException(
                name, "more contexts than " + contexts + ", as the manifest says");
          }
        }
      }
      if (segments.read() != null) {
        throw new BadOutputException(location, "more contexts than the manifest says");
      }
    }
  }

  private Shard shardOf(int number) {
    return output.shards().get(number);
  }

  private static @Nullable StoredContext besideSegments(@Nullable Context context) {
    int[] tokens = context == null ? null : context.tokens();
    return tokens == null ? null : new StoredContext(tokens);
  }

  private void addPieces(ExactlyOnce once) throws IOException {
    try (SegmentsReader segments = new SegmentsReader(stored, index -> false)) {
      for (Context c = segments.read(); c != null; c = segments.read()) {
        c.pieces().forEach(piece -> once.add(piece.id(), piece.from(), piece.to()));
      }
    }
  }

  /** Returns what is wrong with which document, and in which contexts it stands. */
  private String explained(ExactlyOnce.Violation violation) throws IOException {
    String id = "";
    StringBuilder contexts = new StringBuilder();
    try (SegmentsReader segments = new SegmentsReader(stored, index -> false)) {
      for (Context c = segments.read(); c != null; c = segments.read()) {
        for (ContextReader.Piece piece : c.pieces()) {
          if (ContentsDigest.hash(piece.id()) == violation.hash()) {
            id = piece.id();
            contexts.append(contexts.isEmpty() ? "" : ", ");
            contexts.append(
                String.format(
                    Locale.ROOT, "%d to %d in context %d", piece.from(), piece.to(), c.index()));
          }
        }
      }
    }
    if (!contexts.isEmpty()) {
      return "document \"" + id + "\" " + violation.reason() + " (" + contexts + ")";
    }
    List<String> ids = new ArrayList<>();
    DroppedIds.forEach(folder, manifest, (one, kept) -> ids.addAll(List.of(one, kept)));
    ids.removeIf(one -> ContentsDigest.hash(one) != violation.hash());
    return "document \"" + (ids.isEmpty() ? "" : ids.get(0)) + "\" " + violation.reason();
  }

  private void requireDocuments(long documents, long dropped) throws BadOutputException {
    OutputManifest.Counts counts = manifest.counts();
    OutputManifest.Corpus corpus = manifest.corpus();
    // Documents can have gone with the last context.
    if (!manifest.settings().tail().equals(Tail.DROP.toString())
        || documents > counts.documentsPacked()) {
      ContextChecks.requireCount(location, "documents", documents, counts.documentsPacked());
    }
    ContextChecks.requireCount(
        location, "near duplicates dropped", dropped, counts.nearDuplicatesDropped());
    if (!manifest.settings().repeats()) {
      String file = folder.resolve(OutputManifest.NAME).toString();
      ContextChecks.requireCount(
          file,
          "documents packed or dropped",
          counts.documentsPacked() + counts.nearDuplicatesDropped(),
          corpus.documents());
      ContextChecks.requireCount(
          file,
          "tokens packed or dropped",
          counts.contextTokens() + counts.nearDuplicateTokens() + counts.tailTokensDropped(),
          corpus.tokens());
    }
  }
}
