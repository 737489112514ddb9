package dev.icp.settings;

import dev.icp.Begin;
import dev.icp.Boundary;
import dev.icp.ContextOrderers;
import dev.icp.Document;
import dev.icp.DuplicateIds;
import dev.icp.NearDuplicates;
import dev.icp.PackingReport;
import dev.icp.Tail;
import dev.icp.spi.ContextOrderer;
import dev.icp.spi.Tokenizer;

/**
 * What takes {@link PackingSettings}: the methods that set them, each with its default. A wrong
 * value is refused at once with a {@link WrongSettingException} that names the setting and the
 * value, null with a {@link NullPointerException} that names the setting.
 *
 * @param <S> what the methods return: what they are called on, or for an immutable one the changed
 *     value
 */
public interface TakesSettings<S extends TakesSettings<S>> {
  /** Returns the settings as they are now. */
  PackingSettings settings();

  /** Replaces all settings. */
  S settings(PackingSettings settings);

  /**
   * Sets one setting.
   *
   * @throws WrongSettingException if it does not take the value
   */
  default <T> S set(Setting<T> setting, T value) {
    return settings(settings().set(setting, value));
  }

  /** Sets the order. Default: {@link ContextOrderers#cohesive}. */
  default S orderer(ContextOrderer orderer) {
    return set(PackingSettings.ORDERER, orderer);
  }

  /**
   * Sets how many neighbours each document gets. Default: 20.
   *
   * @param k 1 or more
   */
  default S neighbours(int k) {
    return set(PackingSettings.NEIGHBOURS, k);
  }

  /**
   * Sets the wanted share of the true nearest neighbours, where documents are so many that not all
   * are compared. Default: 0.95. An index that was given has a share of its own.
   *
   * @param share above 0, at most 1
   */
  default S recall(double share) {
    return set(PackingSettings.RECALL, share);
  }

  /**
   * Sets what happens to documents that are nearly copies of others. Default: {@link
   * NearDuplicates#keep}.
   */
  default S nearDuplicates(NearDuplicates policy) {
    return set(PackingSettings.NEAR_DUPLICATES, policy);
  }

  /**
   * Sets what happens to a document whose id an earlier one has. Default: {@link
   * DuplicateIds#REFUSE}.
   */
  default S duplicateIds(DuplicateIds policy) {
    return set(PackingSettings.DUPLICATE_IDS, policy);
  }

  /**
   * Lets no context hold documents whose {@linkplain Document#metadata metadata} of a name have
   * different values; those without one share contexts with each other. Neighbours and near
   * duplicates are looked for among those of the same value. The last context of each is short or
   * padded as {@link #tail} says; {@link Tail#DROP} is refused. Default: any may share one.
   *
   * @param name of the metadata; empty for the default
   */
  default S groupBy(String name) {
    return set(PackingSettings.GROUP_BY, name);
  }

  /**
   * Lets documents stand as often as a number among their {@linkplain Document#metadata metadata}
   * says: those of 2 twice, of 1.3 once, and three in ten of them, drawn by seed and {@link
   * #epoch}, twice; of 0 never; those without it once. No context holds a document twice: those
   * that stand again are laid out again, in the same order, in contexts of their own, the last of
   * which is short or padded as {@link #tail} says; {@link Tail#DROP} is refused. The report says
   * that the order repeats. Default: each once.
   *
   * <p>Or as often as their length says, so that long documents are upsampled: with {@code
   * tokens:32768=2,131072=4} those of 32,768 tokens and more twice, of 131,072 and more four times.
   *
   * @param name of the metadata, a number from 0 to 1,000, or {@code tokens:} with such numbers by
   *     length; empty for the default
   * @throws IllegalArgumentException if what stands behind {@code tokens:} is none of them
   */
  default S weightBy(String name) {
    return set(PackingSettings.WEIGHT_BY, name);
  }

  /**
   * Sets the token that is written after each document. Default: the tokenizer's own.
   *
   * @param token 0 or more, one of the tokenizer's, which packing checks
   */
  default S separator(int token) {
    return set(PackingSettings.SEPARATOR, TokenChoice.id(token));
  }

  /** Writes no token after documents. */
  default S noSeparator() {
    return set(PackingSettings.SEPARATOR, TokenChoice.none());
  }

  /**
   * Writes the tokenizer's {@linkplain Tokenizer#begin begin token} before documents or contexts.
   * Default: {@link Begin#NONE}.
   */
  default S begin(Begin where) {
    return settings(
        settings()
            .set(PackingSettings.BEGIN, where)
            .set(PackingSettings.BEGIN_TOKEN, TokenChoice.usual()));
  }

  /**
   * Writes a begin token of one's choice before documents or contexts.
   *
   * @param token 0 or more, one of the tokenizer's, which packing checks
   */
  default S begin(Begin where, int token) {
    return settings(
        settings()
            .set(PackingSettings.BEGIN, where)
            .set(PackingSettings.BEGIN_TOKEN, TokenChoice.id(token)));
  }

  /**
   * Takes a document that has one of the tokenizer's {@linkplain Tokenizer#specialTokens special
   * tokens} written out in its text for a bad one. By default they are counted in the report, and
   * what becomes of them is the tokenizer's choice.
   */
  default S refuseSpecialTokens() {
    return set(PackingSettings.REFUSE_SPECIAL_TOKENS, true);
  }

  /** Sets how documents that do not fit are cut. Default: {@link Boundary#SPLIT}. */
  default S boundary(Boundary boundary) {
    return set(PackingSettings.BOUNDARY, boundary);
  }

  /**
   * Sets how many documents along the order, beyond the one that does not fit into the rest of a
   * context, are looked at for one to fill the gap with. Default: 256. To be set for {@link
   * Boundary#KEEP_WHOLE} only; where contexts start at documents and near duplicates are
   * {@linkplain NearDuplicates#separate kept apart}, so many as the default says are looked at for
   * one that is no near duplicate of any in the context.
   *
   * @param documents 0 or more
   */
  default S lookAhead(int documents) {
    return set(PackingSettings.LOOK_AHEAD, documents);
  }

  /**
   * Sets of how many documents a context may have something, those without tokens not counted. One
   * that has so many is filled up with padding, which the report counts as that for whole
   * documents; so it goes with orders that do not cut documents into pieces, and needs a separator
   * or {@link #padding}. Default: any number.
   *
   * @param documents 1 or more
   */
  default S maxDocuments(int documents) {
    return set(PackingSettings.MAX_DOCUMENTS, documents);
  }

  /**
   * Lets every context begin with the beginning of a document, which is the default. What is left
   * of a document that was cut, which otherwise would begin the next context, stands there behind
   * the next document instead; so nothing is lost or padded for it (but a single token that {@link
   * Begin#DOCUMENT} would leave without its document). Only where no document is left to begin a
   * context with does one begin within a document; {@link PackingReport.Contexts#beginningWithin}
   * counts them. A separator that would begin a context is left out.
   */
  default S startAtDocument() {
    return set(PackingSettings.START_AT_DOCUMENT, true);
  }

  /**
   * Lets a document that was cut go on at the beginning of the next context (the paper, section
   * 2.3): documents and separators are cut every context-length tokens, wherever that is.
   */
  default S startAnywhere() {
    return set(PackingSettings.START_AT_DOCUMENT, false);
  }

  /** Sets what happens to a last context that is not full. Default: {@link Tail#SHORT}. */
  default S tail(Tail tail) {
    return set(PackingSettings.TAIL, tail);
  }

  /**
   * Sets the token that fills up contexts: the last one under {@link Tail#PAD}, any of them under
   * {@link Boundary#KEEP_WHOLE} or {@link #startAtDocument} with {@link Begin#DOCUMENT}. Default:
   * the separator.
   *
   * @param token 0 or more, one of the tokenizer's, which packing checks
   */
  default S padding(int token) {
    return set(PackingSettings.PADDING, TokenChoice.id(token));
  }

  /**
   * Lets the contexts leave along the path, one related to the next. By default they are shuffled
   * by seed, and neighbours that are alike all the same are parted (where vectors are known),
   * because a trainer that reads them in sequence should not see one topic for long (the paper's
   * authors warn of it).
   */
  default S keepPathOrder() {
    return set(PackingSettings.KEEP_PATH_ORDER, true);
  }

  /**
   * Packs the corpus once more, for another time over it. Each epoch has every document once; which
   * documents share a context, and where they are cut, differs from epoch to epoch, while contexts
   * stay about one thing: an order that goes by neighbours sees them nearer or farther, as drawn.
   * What comes out depends on seed and epoch alone, not on the epochs before. Default: 0, the
   * first, in which it sees them as they are.
   *
   * @param epoch 0 or more
   */
  default S epoch(int epoch) {
    return set(PackingSettings.EPOCH, epoch);
  }

  /**
   * Sets the seed of everything random but vectors and neighbours, which do without. Default: 0.
   */
  default S seed(long seed) {
    return set(PackingSettings.SEED, seed);
  }
}
