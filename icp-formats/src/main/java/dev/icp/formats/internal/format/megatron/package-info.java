/** Megatron-LM: tokens in .bin, where sequences begin in .idx. */
@NullMarked
package dev.icp.formats.internal.format.megatron;

import org.jspecify.annotations.NullMarked;
