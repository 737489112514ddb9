/**
 * What packing can be told: one value, {@link dev.icp.settings.PackingSettings}, that a {@link
 * dev.icp.ContextBuilder}, a Spark job and the command line fill and share.
 */
@NullMarked
package dev.icp.settings;

import org.jspecify.annotations.NullMarked;
