package dev.icp.spark;

import dev.icp.DuplicateIds;
import dev.icp.NearDuplicates;
import dev.icp.settings.PackingSettings;
import dev.icp.settings.WrongSettingException;
import dev.icp.spi.ContextOrderer;
import java.io.Serializable;

/** What of the settings of one machine many machines cannot do, or not yet. */
final class ForSpark {
  private ForSpark() {}

  /**
   * @throws WrongSettingException naming what cannot be
   */
  static void require(PackingSettings settings) {
    ContextOrderer orderer = settings.get(PackingSettings.ORDERER);
    if (!(orderer instanceof Serializable)) {
      throw new WrongSettingException(
          PackingSettings.ORDERER,
          orderer + " is not java.io.Serializable, and it is sent to executors");
    }
    if (orderer.needsVectors()) {
      throw new WrongSettingException(
          PackingSettings.ORDERER,
          orderer + " compares any two documents, which is for one machine");
    }
    if (orderer.pieceCharacters() > 0 || orderer.cutsDocuments()) {
      throw new WrongSettingException(
          PackingSettings.ORDERER, orderer + " cuts documents, which is for one machine");
    }
    if (orderer.needsImports()) {
      throw new WrongSettingException(
          PackingSettings.ORDERER, orderer + " goes by imports in texts, which is for one machine");
    }
    if (orderer.mayRepeat()) {
      throw new WrongSettingException(
          PackingSettings.ORDERER, orderer + " repeats documents, which is for one machine");
    }
    NearDuplicates nearDuplicates = settings.get(PackingSettings.NEAR_DUPLICATES);
    if (!nearDuplicates.keepsFirst()) {
      throw new WrongSettingException(
          PackingSettings.NEAR_DUPLICATES,
          nearDuplicates + ", but here the first by orderedBy(column) stays");
    }
    double recall = settings.get(PackingSettings.RECALL);
    if (recall >= 1) {
      throw new WrongSettingException(
          PackingSettings.RECALL, recall + ", expected above 0 and below 1 on Spark");
    }
    DuplicateIds duplicateIds = settings.get(PackingSettings.DUPLICATE_IDS);
    if (duplicateIds != DuplicateIds.REFUSE) {
      throw new WrongSettingException(
          PackingSettings.DUPLICATE_IDS, duplicateIds + " is for one machine");
    }
  }
}
