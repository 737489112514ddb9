package dev.icp.spark;

import dev.icp.Boundary;
import dev.icp.DuplicateIds;
import dev.icp.NearDuplicates;
import dev.icp.settings.PackingSettings;
import dev.icp.spi.ContextOrderer;
import java.io.Serializable;

/** What of the settings of one machine many machines cannot do, or not yet. */
final class ForSpark {
  private ForSpark() {}

  /**
   * @throws IllegalArgumentException naming what cannot be
   */
  static void require(PackingSettings settings) {
    ContextOrderer orderer = settings.get(PackingSettings.ORDERER);
    if (!(orderer instanceof Serializable)) {
      throw new IllegalArgumentException(
          "orderer: " + orderer + " is not java.io.Serializable, and it is sent to executors");
    }
    if (orderer.needsVectors()) {
      throw new IllegalArgumentException(
          "order: " + orderer + " compares any two documents, which is for one machine");
    }
    NearDuplicates nearDuplicates = settings.get(PackingSettings.NEAR_DUPLICATES);
    if (!nearDuplicates.keepsFirst()) {
      throw new IllegalArgumentException(
          "nearDuplicates: " + nearDuplicates + ", but here the first by orderedBy(column) stays");
    }
    if (settings.get(PackingSettings.RECALL) >= 1) {
      throw new IllegalArgumentException(
          "recall: " + settings.get(PackingSettings.RECALL) + ", expected above 0 and below 1");
    }
    if (settings.get(PackingSettings.BOUNDARY) != Boundary.SPLIT) {
      throw new IllegalArgumentException(
          "boundary: " + settings.get(PackingSettings.BOUNDARY) + ", which is for one machine");
    }
    if (settings.get(PackingSettings.DUPLICATE_IDS) != DuplicateIds.REFUSE) {
      throw new IllegalArgumentException(
          "duplicateIds: "
              + settings.get(PackingSettings.DUPLICATE_IDS)
              + ", which is for one machine");
    }
    if (settings.get(PackingSettings.START_AT_DOCUMENT)) {
      throw new IllegalArgumentException("startAtDocument: which is for one machine");
    }
  }
}
