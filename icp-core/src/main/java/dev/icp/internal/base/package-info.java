/** Threads, memory and files, shared by all stages. */
@NullMarked
package dev.icp.internal.base;

import org.jspecify.annotations.NullMarked;
