/** The 80 classes of COCO (cocodataset.org), in the order in which detectors number them. */
export const cocoLabels: readonly string[] =
  `person,bicycle,car,motorcycle,airplane,bus,train,truck,boat,traffic light,fire hydrant,stop sign,parking meter,bench,bird,cat,dog,horse,sheep,cow,elephant,bear,zebra,giraffe,backpack,umbrella,handbag,tie,suitcase,frisbee,skis,snowboard,sports ball,kite,baseball bat,baseball glove,skateboard,surfboard,tennis racket,bottle,wine glass,cup,fork,knife,spoon,bowl,banana,apple,sandwich,orange,broccoli,carrot,hot dog,pizza,donut,cake,chair,couch,potted plant,bed,dining table,toilet,tv,laptop,mouse,remote,keyboard,cell phone,microwave,oven,toaster,sink,refrigerator,book,clock,vase,scissors,teddy bear,hair drier,toothbrush`.split(
    ",",
  );

/** Numbers between 1 and 90 that COCO's own numbering leaves out. */
const unused: ReadonlySet<number> = new Set([12, 26, 29, 30, 45, 66, 68, 69, 71, 83]);

/** The same classes by COCO's own numbers, 0 (the background) to 90; numbers that nothing has are empty. */
export function cocoLabelsByNumber(): readonly string[] {
  const left = [...cocoLabels];
  return Array.from({ length: 91 }, (_, number) =>
    number === 0 ? "background" : unused.has(number) ? "" : (left.shift() ?? ""),
  );
}

/** The classes of PASCAL VOC (Everingham et al.), the background first. */
export const vocLabels: readonly string[] =
  "background,aeroplane,bicycle,bird,boat,bottle,bus,car,cat,chair,cow,diningtable,dog,horse,motorbike,person,pottedplant,sheep,sofa,train,tvmonitor".split(
    ",",
  );

/** The classes of DOTA v1.0 (Xia et al., arXiv 1711.10398), in the order in which its networks number them. */
export const dotaLabels: readonly string[] =
  "plane,ship,storage tank,baseball diamond,tennis court,basketball court,ground track field,harbor,bridge,large vehicle,small vehicle,helicopter,roundabout,soccer ball field,swimming pool".split(
    ",",
  );
