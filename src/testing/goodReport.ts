import type { JoinReport, SeamReport } from '../infill/report'

/** A seam at which nothing is heard. */
export const goodSeam: SeamReport = {
  originalPauseMs: 200,
  pauseMs: 201,
  pauseOutsideMs: 170,
  fadeMs: 25,
  fadeAtMs: 6,
  fadeCorrelation: 0,
  inSound: false,
  stepRatio: 0.4,
  clickDb: -2,
}

/** The report of a take that sits well. */
export const goodReport: JoinReport = {
  kind: 'take',
  gainDb: 2.1,
  levelDifferenceDb: -0.4,
  peakDb: -6,
  floorDifferenceDb: 0.3,
  floorSpectrumDb: 1.2,
  roomTone: true,
  stretch: 1,
  left: goodSeam,
  right: goodSeam,
  insertFrames: 57_600,
  replacedFrames: 48_960,
  addedFrames: 8640,
  warnings: [],
}
