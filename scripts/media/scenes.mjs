/** Landscapes, drawn: hills before hills under a sky, the same for the same seed. */

export const palettes = {
  dawn: { sky: ['#2b2d5b', '#b5658a', '#ffd3a1'], sun: '#fff1cf', hills: ['#7d5c86', '#533f6b', '#2a2547'] },
  noon: { sky: ['#3f8fd6', '#9fd0f2', '#eaf6fb'], sun: '#fffbe6', hills: ['#7fae8c', '#4c8a63', '#245743'] },
  dusk: { sky: ['#14203f', '#8a3b5e', '#ff9a56'], sun: '#ffe08a', hills: ['#5d3a5f', '#38264a', '#170f27'] },
  polar: { sky: ['#071a2f', '#0e5a6d', '#7fe3c4'], sun: '#eafff6', hills: ['#2b6f7f', '#154a5c', '#08293a'] },
  desert: {
    sky: ['#d98a4b', '#f2c58a', '#fdecc8'],
    sun: '#fff7df',
    hills: ['#c9793f', '#a3532b', '#6b2f1c'],
  },
};

export function randomFrom(seed) {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** An SVG document of the given size. */
export function landscape({ width, height, palette, seed }) {
  const { sky, sun, hills } = palettes[palette];
  const random = randomFrom(seed * 7919);
  const stops = sky.map((color, i) => `<stop offset="${i / (sky.length - 1)}" stop-color="${color}"/>`);
  const [sunX, sunY, sunR] = [
    width * (0.2 + 0.6 * random()),
    height * (0.25 + 0.2 * random()),
    height * 0.07,
  ];
  const ridges = hills.map((color, i) =>
    ridge({
      width,
      height,
      color,
      base: height * (0.55 + 0.14 * i),
      swing: height * (0.16 - 0.04 * i),
      random,
    }),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1">${stops.join('')}</linearGradient>
<radialGradient id="glow"><stop offset="0" stop-color="${sun}" stop-opacity=".9"/><stop offset="1" stop-color="${sun}" stop-opacity="0"/></radialGradient></defs>
<rect width="100%" height="100%" fill="url(#sky)"/>
<circle cx="${sunX}" cy="${sunY}" r="${sunR * 4}" fill="url(#glow)"/><circle cx="${sunX}" cy="${sunY}" r="${sunR}" fill="${sun}"/>
${ridges.join('\n')}
</svg>`;
}

function ridge({ width, height, color, base, swing, random }) {
  const waves = Array.from({ length: 5 }, (_, i) => ({
    rate: (i + 1) * (1.2 + random()),
    shift: random() * 6.3,
  }));
  const points = Array.from({ length: 121 }, (_, i) => {
    const t = i / 120;
    const sum = waves.reduce((y, { rate, shift }, n) => y + Math.sin(t * rate * 3.1 + shift) / (n + 1), 0);
    return `${(t * width).toFixed(1)},${(base - (sum * swing) / 2).toFixed(1)}`;
  });
  return `<polygon fill="${color}" points="0,${height} ${points.join(' ')} ${width},${height}"/>`;
}

/** A picture for a record sleeve: rings. */
export function sleeve({ size, hue, seed }) {
  const random = randomFrom(seed * 104729);
  const rings = Array.from({ length: 9 }, (_, i) => {
    const color = `hsl(${hue + 40 * random()} 70% ${28 + 6 * i}%)`;
    return `<circle cx="${size * 0.62}" cy="${size * 0.42}" r="${(size * (10 - i)) / 13}" fill="${color}"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}"><rect width="100%" height="100%" fill="hsl(${hue} 60% 14%)"/>${rings.join('')}</svg>`;
}

/** A badge on nothing: transparent around it. */
export function badge({ size, hue, letter }) {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 64 64">
<defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="hsl(${hue} 85% 62%)"/><stop offset="1" stop-color="hsl(${hue + 50} 80% 42%)"/></linearGradient></defs>
<path d="M32 2 58 17v30L32 62 6 47V17z" fill="url(#g)"/>
<text x="32" y="43" font-family="sans-serif" font-weight="bold" font-size="30" text-anchor="middle" fill="#fff">${letter}</text></svg>`;
}
