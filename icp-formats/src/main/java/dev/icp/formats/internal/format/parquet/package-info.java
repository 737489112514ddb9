/** Parquet, as Hugging Face trainers read it. */
@NullMarked
package dev.icp.formats.internal.format.parquet;

import org.jspecify.annotations.NullMarked;
