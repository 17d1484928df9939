#!/bin/sh
# Makes public/media/sample.mp4, the video with which a lecture works without the internet: a minute with a tick
# each second, whose every frame tells its own time, twice: as text for people, and as the strip at the bottom
# for machines. The strip is 16 blocks of equal width, the frame's number in binary, white for 1, the highest
# bit at the left. Run it with ffmpeg 5 or newer and the DejaVu fonts installed.
set -eu
cd "$(dirname "$0")/.."

seconds=60
fps=30
font=$(fc-match -f '%{file}' 'DejaVu Sans Mono:bold')

# One box for each bit, drawn while the bit is set.
strip='drawbox=x=0:y=ih-24:w=iw:h=24:color=black:t=fill'
for bit in 15 14 13 12 11 10 9 8 7 6 5 4 3 2 1 0; do
  strip="$strip,drawbox=x=$(((15 - bit) * 40)):y=ih-24:w=40:h=24:color=white:t=fill:enable='mod(floor(n/pow(2\,$bit))\,2)'"
done

# A bar fills up within each second.
bars="drawbox=x=80:y=252:w=480:h=6:color=0x24364d:t=fill"
for part in 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29; do
  bars="$bars,drawbox=x=$((80 + part * 16)):y=252:w=16:h=6:color=0xf2b84b:t=fill:enable='gte(mod(n\,$fps)\,$part)'"
done

text="drawtext=fontfile=$font:fontcolor=0xf4f1ea:fontsize=104:x=(w-text_w)/2:y=108"
text="$text:text='%{eif\\:floor(t/60)\\:d\\:2}\\:%{eif\\:mod(floor(t)\\,60)\\:d\\:2}.%{eif\\:mod(floor(t*10+0.001)\\,10)\\:d\\:1}'"
text="$text,drawtext=fontfile=$font:fontcolor=0x8fa3bd:fontsize=22:x=(w-text_w)/2:y=64:text='frame %{n}'"

ffmpeg -hide_banner -loglevel error -y \
  -f lavfi -i "color=c=0x16202e:s=640x360:r=$fps:d=$seconds" \
  -f lavfi -i "aevalsrc='0.5*sin(2*PI*t*if(lt(mod(t\,10)\,1)\,1320\,880))*exp(-60*mod(t\,1))':s=44100:d=$seconds" \
  -vf "$text,$bars,$strip" \
  -c:v libx264 -profile:v baseline -pix_fmt yuv420p -preset veryslow -crf 30 -g 30 -keyint_min 30 -sc_threshold 0 \
  -c:a aac -ac 1 -b:a 32k -movflags +faststart -map_metadata -1 -fflags +bitexact -flags:v +bitexact -flags:a +bitexact \
  public/media/sample.mp4
