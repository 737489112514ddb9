package dev.icp;

import dev.icp.internal.documents.IdStore;
import dev.icp.internal.neighbours.duplicates.NearDuplicateFilter;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The near duplicates that were dropped; ids are read when they are asked for. */
final class DroppedDocuments {
  private final IdStore ids;
  private final int[] dropped;
  private final int[] keepers;
  private final float[] cosines;

  DroppedDocuments(IdStore ids, NearDuplicateFilter.Result result) {
    this.ids = ids;
    dropped = result.dropped();
    keepers = result.keepers();
    cosines = result.cosines();
  }

  Stream<DroppedDocument> stream() {
    return IntStream.range(0, dropped.length)
        .mapToObj(
            i ->
                new DroppedDocument(
                    ids.get(dropped[i]), dropped[i], ids.get(keepers[i]), keepers[i], cosines[i]));
  }
}
